import type { AggregateStore } from '@waymark/aggregate-store';
import { todayInLondon, type Clock } from '@waymark/care-types';
import type { Made } from '@waymark/events';
import type { Log } from '@waymark/runtime';
import type { KeptRow, RejectedRows } from '../../adapters/identity/rejected-rows.ts';
import type { Spool } from '../../adapters/spool/spool.ts';
import { end, goOn, type Import, type ImportId, type Tally } from '../../domain/import.ts';
import type { Organisations } from '../../domain/organisations.ts';
import type { AdmitParts } from '../log-referral/admit.ts';
import { openFile } from './open-file.ts';
import { takeRows, type RejectedRow } from './take-rows.ts';

export type ImportParts = AdmitParts & {
  organisations: Organisations;
  imports: AggregateStore<Import>;
  rejected: RejectedRows;
};

/** The imports that this process reads. */
export type Importing = {
  /** Read a file that was set aside. Returns at once; the import tells how far it is. */
  begin(importId: ImportId, file: Spool, made: Made): void;
  /** Looks now, and then every so often, for imports whose process is gone. */
  start(): Promise<void>;
  /** Ends what is being read, and says so on the import. */
  stop(): Promise<void>;
};

const toldEvery = 1_000;
const lookedForEvery = 15_000;
/** An import that has not told anything for so long is read by nobody, in milliseconds. */
const silentFor = 60_000;
/** Rejected rows that are sealed together. */
const keptTogether = 50;

const startAgain = 'Send the file again: what was added stays, and nothing is added twice.';
const stopped = `The service was stopped while the file was read. ${startAgain}`;
const lost = `The process that read the file is gone. ${startAgain}`;
const broken = `The file could not be read to its end, because a part of the service did not answer. ${startAgain}`;

/** Reads files of referrals, each in its own time, beside everything else. */
export function importing(parts: ImportParts, { clock, log }: { clock: Clock; log: Log }): Importing {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  let looking: NodeJS.Timeout | undefined;

  const begin: Importing['begin'] = (importId, file, made) => {
    const work = readFile(importId, file, made, { ...parts, clock, log, signal: stopping.signal }).finally(
      () => underWay.delete(work),
    );
    underWay.add(work);
  };

  const look = async () => {
    const since = clock.now().subtract({ milliseconds: silentFor }).toString();
    for await (const { id, state, updatedAt } of parts.imports.each({ 'state.state': 'reading' })) {
      if (Temporal.Instant.compare(Temporal.Instant.from(updatedAt), Temporal.Instant.from(since)) > 0)
        continue;
      const { rows, added, already, rejected } = state;
      await parts.imports.change(id, byTheService(clock, `lost ${state.startedAt}`), (current) =>
        end(current, { rows, added, already, rejected }, lost, clock.now().toString()),
      );
      log.warn({ importId: id }, 'An import was left by its process');
    }
  };
  const lookAgain = () =>
    look().catch((error: unknown) => log.error({ err: error }, 'Imports could not be looked at'));

  return {
    begin,
    start: async () => {
      await lookAgain();
      looking = setInterval(() => void lookAgain(), lookedForEvery);
    },
    stop: async () => {
      clearInterval(looking);
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

type Surroundings = ImportParts & { clock: Clock; log: Log; signal: AbortSignal };

async function readFile(importId: ImportId, file: Spool, made: Made, around: Surroundings): Promise<void> {
  const { imports, clock, log, signal } = around;
  const tally: Tally = { rows: 0, added: 0, already: 0, rejected: 0 };
  const progress = tellEvery(toldEvery, () =>
    imports.change(importId, byTheService(clock, crypto.randomUUID()), (state) => goOn(state, { ...tally })),
  );
  const began = performance.now();
  let failure: string | null;
  try {
    failure = await rowsOf(file, tally, importId, made, around);
    if (failure === null && signal.aborted) failure = stopped;
  } catch (error) {
    log.error({ err: error, importId }, 'An import failed');
    failure = broken;
  }
  await progress.stop();
  await file.remove();
  const at = clock.now().toString();
  await imports
    .change(importId, byTheService(clock, `end ${importId}`), (state) =>
      end(state, { ...tally }, failure, at),
    )
    .catch((error: unknown) => log.error({ err: error, importId }, 'The end of an import could not be told'));
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  log.info({ importId, ...tally, seconds, failed: failure !== null }, 'An import has ended');
}

/** Counts the rows, then takes them in. Answers why nothing can be read, or null. */
async function rowsOf(
  file: Spool,
  tally: Tally,
  importId: ImportId,
  made: Made,
  around: Surroundings,
): Promise<string | null> {
  const { rejected, clock, signal } = around;
  const counted = await openFile(file.read());
  if ('failure' in counted) return counted.failure;
  tally.rows = await countOf(counted.records, signal);
  const opened = await openFile(file.read());
  if ('failure' in opened) return opened.failure;

  const kept: KeptRow[] = [];
  const keep = async (atLeast: number) => {
    while (kept.length >= atLeast) await rejected.keep(importId, kept.splice(0, keptTogether), made);
  };
  await rejected.keep(importId, [namesRow(opened.names)], made);
  await takeRows(opened, {
    made,
    today: todayInLondon(clock),
    parts: around,
    signal,
    tell: async (outcome) => {
      if (typeof outcome === 'string') {
        tally[outcome] += 1;
        return;
      }
      tally.rejected += 1;
      kept.push(outcome);
      await keep(keptTogether);
    },
  });
  await keep(1);
  return null;
}

async function countOf(records: AsyncIterable<unknown>, signal: AbortSignal): Promise<number> {
  const reading = records[Symbol.asyncIterator]();
  let count = 0;
  while (!signal.aborted && (await reading.next()).done !== true) count += 1;
  return count;
}

/** The names of the columns stand first among the rejected rows, so that the file to mend has them. */
function namesRow(names: readonly string[]): RejectedRow {
  return { row: 1, cells: [...names], problems: [] };
}

function byTheService(clock: Clock, key: string): Made {
  return {
    by: { id: 'referral-intake', roles: [] },
    at: { instant: clock.now().toString(), date: todayInLondon(clock) },
    command: 'import-referrals',
    key,
    bodyHash: '',
  };
}

/** Tells every so often, one at a time; `stop` waits for what is being told. */
function tellEvery(milliseconds: number, tell: () => Promise<unknown>) {
  let telling: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    telling = telling.then(tell).catch(() => undefined);
  }, milliseconds);
  return {
    stop: async () => {
      clearInterval(timer);
      await telling;
    },
  };
}
