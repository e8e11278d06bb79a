import { setImmediate as othersTurn, setTimeout as pause } from 'node:timers/promises';
import type { AggregateStore } from '@waymark/aggregate-store';
import { todayInLondon, type CalendarDate, type Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import type { Pathway } from '../pathway/domain/pathway.ts';

/** What is told of every pathway as it now stands. */
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
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** How soon a write of another process is heard of, in milliseconds. */
const heardEvery = 1_000;
/** A write comes to be seen a little after its time, and clocks differ: so many seconds are read again, */
const seenLate = 5;
/** and now and then so many, */
const seenVeryLate = 60;
/** namely each time that so many rounds have passed. */
const roundsBetween = 15;
/** How many pathways are read at once, and how many are taken in before other work gets its turn. */
const readTogether = 200;
const together = 50;
/** The start waits so long, in milliseconds, before it goes on with what has been read so far. */
const mostAwaited = 10_000;

/**
 * Tells an index of every pathway: at the start each one is read, what this process writes is told at once, and what
 * another one writes about a second later. A version that is known already is not read again.
 */
export function indexFeeder(
  pathways: AggregateStore<Pathway>,
  index: FedIndex,
  { clock, log }: { clock: Clock; log: Log },
): IndexFeeder {
  const stopping = new AbortController();
  const whole = Promise.withResolvers<void>();
  let filled = false;
  let heardUntil = clock.now();
  let round = 0;
  let working: Promise<void> = Promise.resolve();

  // The write is done: whatever becomes of the index, whoever wrote must hear that it is.
  pathways.onWritten(({ id, state, version }) => {
    try {
      index.upsert(state, version);
    } catch (error) {
      log.error({ err: error, pathwayId: id }, 'The waiting list could not take in a write');
    }
  });

  const fill = async (): Promise<void> => {
    let read = 0;
    for await (const { state, version } of pathways.each({})) {
      if (stopping.signal.aborted) return;
      index.upsert(state, version);
      read += 1;
      if (read % together === 0) await othersTurn();
    }
    filled = true;
    whole.resolve();
    log.info({ pathways: index.size() }, 'The waiting list holds every pathway');
  };

  const hear = async (ids: readonly string[]): Promise<void> => {
    for (let from = 0; from < ids.length && !stopping.signal.aborted; from += readTogether) {
      const some = ids.slice(from, from + readTogether);
      const { items } = await pathways.page({ filter: { _id: { $in: some } }, sort: {}, limit: some.length });
      for (const { state, version } of items) index.upsert(state, version);
      await othersTurn();
    }
  };

  const hearOfOthers = async (): Promise<void> => {
    const now = clock.now();
    const seconds = round % roundsBetween === 0 ? seenVeryLate : seenLate;
    const news: string[] = [];
    for await (const { id, version } of pathways.writtenSince(heardUntil.subtract({ seconds })))
      if ((index.versionOf(id) ?? 0) < version) news.push(id);
    await hear(news);
    heardUntil = now;
    round += 1;
  };

  const goOn = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        index.advanceTo(todayInLondon(clock));
        await (filled ? hearOfOthers() : fill());
      } catch (error) {
        log.warn({ err: error, filled }, 'The waiting list could not hear of every write, and tries again');
      }
      await pause(heardEvery, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  return {
    isFilled: () => filled,
    check: async () => {
      if (!filled) throw new Error('The waiting list is still being filled');
    },
    start: async () => {
      working = goOn();
      await Promise.race([whole.promise, pause(mostAwaited, undefined, { ref: false })]);
    },
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}
