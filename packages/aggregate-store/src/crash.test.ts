import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@waymark/care-types';
import { crashRounds, type CrashReport } from '@waymark/testkit/crash';
import { freshDatabase, freshTopicPrefix, testStack } from '@waymark/testkit/stack';
import { relay } from './relay.ts';
import { follower } from './testing/crash-follow.ts';
import {
  openPipeline,
  preparePipeline,
  type CrashEnvironment,
  type Pipeline,
} from './testing/crash-pipeline.ts';
import { begin, command, raise } from './testing/tally.ts';

const scriptOf = (name: string) => fileURLToPath(new URL(`./testing/${name}.ts`, import.meta.url));
const tallyCount = 3;
const tallyIds = Array.from({ length: tallyCount }, (_, place) => `tally-${place}`);

/** A pipeline of its own for one chain of crashes, with the environment of its processes. */
async function freshPipeline(): Promise<{ pipeline: Pipeline; env: CrashEnvironment; end(): Promise<void> }> {
  const [stack, database] = [await testStack(), await freshDatabase('crash')];
  const env = {
    MONGO_URL: database.url,
    KAFKA_BROKERS: stack.kafkaBrokers.join(','),
    TOPIC_PREFIX: freshTopicPrefix(),
  };
  const pipeline = await openPipeline(env);
  await preparePipeline(pipeline);
  const end = async () => {
    await pipeline.close();
    await database.drop();
  };
  return { pipeline, env, end };
}

/** Nothing acknowledged is lost, nothing is there twice, and the follower applied every event once and in order. */
async function nothingLost(
  { tallies, followed, lot }: Pipeline,
  written: ReadonlySet<number>,
  acknowledged: ReadonlySet<number>,
): Promise<void> {
  const there: number[] = [];
  for (const id of tallyIds) {
    const tally = await tallies.get(id);
    const amounts = tally?.state.amounts ?? [];
    there.push(...amounts);
    const deadline = Date.now() + 20_000;
    while ((await followed.get(id))?.state.sequences.length !== amounts.length && Date.now() < deadline)
      await pause(20);
    expect((await followed.get(id))?.state).toEqual({
      sequences: amounts.map((_, place) => place + 1),
      amounts,
    });
  }
  expect(there.toSorted((a, b) => a - b)).toEqual([...written].toSorted((a, b) => a - b));
  expect([...acknowledged].filter((amount) => !written.has(amount))).toEqual([]);
  expect(await lot.keys()).toEqual([]);
}

async function writerIsKilled(rounds: number): Promise<CrashReport> {
  const { pipeline, env, end } = await freshPipeline();
  const consumer = follower(pipeline);
  await consumer.start();
  const acknowledged = new Set<number>();
  try {
    return await crashRounds({
      script: scriptOf('crash-writer'),
      env: { ...env, ROUNDS: String(rounds), TALLIES: String(tallyCount) },
      points: ['before-write', 'after-write', 'before-send', 'after-send', 'before-mark'],
      rounds,
      onMessage: (message) => acknowledged.add((message as { acknowledged: number }).acknowledged),
      check: () =>
        nothingLost(
          pipeline,
          new Set(Array.from({ length: rounds * 6 }, (_, place) => place + 1)),
          acknowledged,
        ),
    });
  } finally {
    await consumer.stop();
    await end();
  }
}

async function followerIsKilled(rounds: number): Promise<CrashReport> {
  const { pipeline, env, end } = await freshPipeline();
  const sending = relay([pipeline.tallies], pipeline.messaging.publisher, {
    db: pipeline.db,
    clock: systemClock,
    log: pipeline.log,
  });
  sending.start();
  const written = new Set<number>();
  const write = async (amount: number) => {
    const id = `tally-${amount % tallyCount}`;
    const by = command(`amount-${amount}`, {
      at: { ...command('').at, instant: systemClock.now().toString() },
    });
    const first = await pipeline.tallies.create(id, by, () => begin(id, amount));
    if (first.kind === 'exists') await pipeline.tallies.change(id, by, (tally) => raise(tally, amount));
    written.add(amount);
  };
  const caughtUp = async (): Promise<boolean> => {
    const pairs = await Promise.all(
      tallyIds.map((id) => Promise.all([pipeline.tallies.get(id), pipeline.followed.get(id)])),
    );
    return pairs.every(([tally, follows]) => tally?.state.amounts.length === follows?.state.sequences.length);
  };
  try {
    return await crashRounds({
      script: scriptOf('crash-follower'),
      env,
      points: ['before-write', 'after-write', 'mid-batch', 'before-commit'],
      rounds,
      during: async ({ fault, ended }) => {
        while (fault !== undefined && !ended.aborted) {
          await write(written.size + 1);
          await pause(100, undefined, { signal: ended }).catch(() => undefined);
        }
        while (fault === undefined && !ended.aborted && !(await caughtUp())) await pause(50);
      },
      check: () => nothingLost(pipeline, written, written),
    });
  } finally {
    await sending.stop();
    await end();
  }
}

/** All chains to their end, so that none goes on when the test is over; the first failure then counts. */
async function allOf(chains: readonly Promise<CrashReport>[]): Promise<CrashReport[]> {
  await Promise.allSettled(chains);
  return Promise.all(chains);
}

function killedIn(reports: readonly CrashReport[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [point, times] of reports.flatMap(({ killed }) => Object.entries(killed)))
    sum[point] = (sum[point] ?? 0) + times;
  return sum;
}

test('a kill at any point, a hundred times over, loses nothing, doubles nothing and keeps the order', async () => {
  // The follower's chains wait most of their time for the broker to miss a killed member, so they run side by side.
  const reports = await allOf([
    writerIsKilled(40),
    writerIsKilled(40),
    ...Array.from({ length: 6 }, () => followerIsKilled(4)),
  ]);
  expect(killedIn(reports)).toEqual({
    'before-write': 16 + 6,
    'after-write': 16 + 6,
    'before-send': 16,
    'after-send': 16,
    'before-mark': 16,
    'mid-batch': 6,
    'before-commit': 6,
  });
}, 300_000);
