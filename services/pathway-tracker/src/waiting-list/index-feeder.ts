import { setImmediate as yieldToOthers, setTimeout as pause } from 'node:timers/promises';
import type { AggregateStore } from '@waymark/aggregate-store';
import { todayInLondon, type CalendarDate, type Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import type { SweepDefinition } from '@waymark/service-base';
import type { Pathway } from '../pathway/domain/pathway.ts';

/** An index of every pathway as it now stands. */
export type FedIndex = {
  upsert(pathway: Pathway, version: number): void;
  versionOf(pathwayId: string): number | undefined;
  size(): number;
  /** Which day it is. */
  advanceTo(today: CalendarDate): void;
};

export type IndexFeeder = {
  /** Whether every pathway has been read since the start. */
  isFilled(): boolean;
  /** Rejects until every pathway has been read. */
  check(): Promise<void>;
  /** Begins to read every pathway. Resolves when all are read, and otherwise after a while: the sweep goes on. */
  begin(): Promise<void>;
  /** Reads what other processes wrote, and what could not be read at the start. */
  sweep: SweepDefinition;
};

/** How soon a write of another process is read, in milliseconds. */
const everyMs = 1_000;
/** A write comes to be seen a little after its time, and clocks differ: so many seconds are read again, */
const seenLate = 5;
/** and now and then so many, */
const seenVeryLate = 60;
/** namely each time that so many rounds have passed. */
const roundsBetween = 15;
/** How many pathways are read at once, and after how many other work gets its turn. */
const pageSize = 200;
const batchSize = 50;
/** The start waits so long, in milliseconds, before it goes on with what has been read so far. */
const mostAwaited = 10_000;

/**
 * Feeds an index with every pathway: at the start each one is read, what this process writes is taken in at once, and
 * what another one writes about a second later. A version that is known already is not read again.
 */
export function indexFeeder(
  pathways: AggregateStore<Pathway>,
  index: FedIndex,
  { clock, log }: { clock: Clock; log: Log },
): IndexFeeder {
  let filled = false;
  let filling: Promise<void> | undefined;
  let stopping: AbortSignal | undefined;
  let readUntil = clock.now();
  let round = 0;

  // The write is done: whatever becomes of the index, whoever wrote must be answered that it is.
  pathways.onWritten(({ id, state, version }) => {
    try {
      index.upsert(state, version);
    } catch (error) {
      log.error({ err: error, pathwayId: id }, 'The waiting list could not take in a write');
    }
  });

  const readAll = async (): Promise<void> => {
    let read = 0;
    for await (const { state, version } of pathways.each({})) {
      if (stopping?.aborted) return;
      index.upsert(state, version);
      read += 1;
      if (read % batchSize === 0) await yieldToOthers();
    }
    filled = true;
    log.info({ pathways: index.size() }, 'The waiting list holds every pathway');
  };
  const fill = (): Promise<void> => {
    index.advanceTo(todayInLondon(clock));
    filling ??= readAll().finally(() => (filling = undefined));
    return filling;
  };

  const read = async (ids: readonly string[]): Promise<void> => {
    for (let from = 0; from < ids.length && !stopping?.aborted; from += pageSize) {
      const some = ids.slice(from, from + pageSize);
      const { items } = await pathways.page({ filter: { _id: { $in: some } }, sort: {}, limit: some.length });
      for (const { state, version } of items) index.upsert(state, version);
      await yieldToOthers();
    }
  };
  const readWritesOfOthers = async (): Promise<void> => {
    index.advanceTo(todayInLondon(clock));
    const now = clock.now();
    const seconds = round % roundsBetween === 0 ? seenVeryLate : seenLate;
    const newer: string[] = [];
    for await (const { id, version } of pathways.writtenSince(readUntil.subtract({ seconds })))
      if ((index.versionOf(id) ?? 0) < version) newer.push(id);
    await read(newer);
    readUntil = now;
    round += 1;
  };

  return {
    isFilled: () => filled,
    check: async () => {
      if (!filled) throw new Error('The waiting list is still being filled');
    },
    begin: async () => {
      const begun = fill().catch((error: unknown) =>
        log.warn({ err: error }, 'The waiting list could not be filled at once, and is filled later'),
      );
      await Promise.race([begun, pause(mostAwaited, undefined, { ref: false })]);
    },
    sweep: {
      name: 'waiting-list-index',
      does: 'takes what other processes wrote of pathways into the waiting list',
      everyMs,
      look: ({ signal }) => {
        stopping = signal;
        return filled ? readWritesOfOthers() : fill();
      },
    },
  };
}
