import { systemClock } from '@waymark/care-types';
import { FAULT, faultFromEnv, toldToFinish } from '@waymark/testkit/crash';
import { z } from 'zod';
import { relay } from '../relay.ts';
import { CrashEnvironment, openPipeline } from './crash-pipeline.ts';
import { begin, command, raise } from './tally.ts';

// Writes for one round: first everything of the round before once more, under the same keys, as a caller does that
// got no answer; then amounts of its own. The last round writes everything of every round once more. Reports each
// amount that was acknowledged.
const Round = z.object({
  WAYMARK_ROUND: z.coerce.number(),
  ROUNDS: z.coerce.number(),
  TALLIES: z.coerce.number(),
});
const { WAYMARK_ROUND: round, ROUNDS: rounds, TALLIES: tallies } = Round.parse(process.env);
const amountsARound = 6;
/** At which pass of its point it dies. Sends and marks go together, so a later pass is sure only if each pair is sent apart. */
const dies = Number(/[0-9]+$/.exec(process.env[FAULT] ?? '')?.[0] ?? 0);
const finish = toldToFinish();
const fault = faultFromEnv(process.env);
const pipeline = await openPipeline(CrashEnvironment.parse(process.env), fault);
const sending = relay([pipeline.tallies], pipeline.messaging.publisher, {
  db: pipeline.db,
  clock: systemClock,
  log: pipeline.log,
  fault,
});
sending.start();

async function write(amount: number): Promise<void> {
  const id = `tally-${amount % tallies}`;
  const by = command(`amount-${amount}`, {
    at: { ...command('').at, instant: systemClock.now().toString() },
  });
  const first = await pipeline.tallies.create(id, by, () => begin(id, amount));
  const outcome =
    first.kind === 'exists' ? await pipeline.tallies.change(id, by, (tally) => raise(tally, amount)) : first;
  if (outcome.kind !== 'done') throw new Error(`Not written: ${outcome.kind}`);
  process.send?.({ acknowledged: amount });
}

async function writeRound(which: number): Promise<void> {
  const amounts = Array.from({ length: amountsARound }, (_, place) => which * amountsARound + place + 1);
  // Two at once, so that some of them race.
  for (let place = 0; place < amounts.length; place += 2) {
    await Promise.all(amounts.slice(place, place + 2).map(write));
    if (dies > 1) await sending.drained();
  }
}

for (let earlier = round < rounds ? Math.max(0, round - 1) : 0; earlier < round; earlier += 1)
  await writeRound(earlier);
if (round < rounds) await writeRound(round);
await finish;
await sending.drained();
await sending.stop();
await pipeline.close();
process.disconnect?.();
