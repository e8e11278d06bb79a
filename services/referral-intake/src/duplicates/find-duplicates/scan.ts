import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Stored } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';

import type { ScanCursor } from '../adapters/scan-cursor.ts';
import type { ScanProgress } from '../adapters/scan-progress.ts';
import type { SealedPerson } from '../../person/domain/person.ts';
import { offerPairsOf, type OfferParts } from './offer.ts';
import type { SweepDefinition } from '@waymark/service-base';

export type ScanParts = OfferParts & { scanCursor: ScanCursor; scanProgress: Pick<ScanProgress, 'note'> };

/** How soon a written record is looked at, in milliseconds, whichever process wrote it. */
const everySecond = 1_000;
/** A write may come to be seen after one that began later: so long, in seconds, what was seen is read once more. */
const seenLate = 30;
/** Few at a time: whoever asks for something meanwhile waits for no more than these. */
const together = 50;

/**
 * Looks whom each child may be, as soon as the record is written, by whichever process: the records are read in the
 * order of their changes, taken into the search, and then looked for. How far that has come is kept, so that what was
 * written before a stop or a crash is looked at after it. At start everybody is read first, beside everything else.
 */
export function scanForDuplicates(
  parts: ScanParts,
  { clock, log }: { clock: Clock; log: Log },
): SweepDefinition {
  const { personStore, duplicates, mergedPeople, scanCursor, scanProgress } = parts;
  const seen = new Map<string, { version: number; at: number }>();
  let place: unknown[] | undefined;
  let since = '';
  let again = -Infinity;
  let begun = false;

  const take = async (people: readonly Stored<SealedPerson>[]): Promise<void> => {
    for (const { state } of people) {
      mergedPeople.upsert(state);
      duplicates.upsert(state);
      await othersTurn();
    }
  };
  const compare = async (people: readonly Stored<SealedPerson>[], signal: AbortSignal): Promise<void> => {
    for (const person of people) {
      if (signal.aborted) return;
      await offerPairsOf(person, parts, clock);
      await othersTurn();
    }
  };
  const secondsAgo = (seconds: number) =>
    clock.now().subtract({ seconds }).toString({ fractionalSecondDigits: 3 });
  const isNews = ({ id, version }: Stored<SealedPerson>): boolean => seen.get(id)?.version !== version;

  /** Everybody who was not looked at before this process began. */
  const compareFirst = async (began: string, signal: AbortSignal): Promise<void> => {
    const until = await scanCursor.until();
    const filter = until === undefined ? {} : { 'state.changedAt': { $gte: until } };
    for await (const person of personStore.each(filter)) {
      if (signal.aborted) return;
      await compare([person], signal);
    }
    since = began;
    if (signal.aborted) return;
    scanProgress.note(began);
    await scanCursor.note(began);
  };

  /** What was written since the last time, and every so often what was written a little before. */
  const compareNews = async (signal: AbortSignal): Promise<void> => {
    const now = performance.now();
    const overlap = secondsAgo(seenLate);
    const wide = now - again >= seenLate * 1_000;
    const next = wide && overlap > since ? overlap : since;
    if (wide) place = undefined;
    for (;;) {
      const { items, next: goesOn } = await personStore.page({
        filter: { 'state.changedAt': { $gte: since } },
        sort: { 'state.changedAt': 1 },
        limit: together,
        ...(place && { after: place }),
      });
      const news = items.filter(isNews);
      await take(news);
      await compare(news, signal);
      if (signal.aborted) return;
      for (const { id, version } of news) seen.set(id, { version, at: now });
      const last = items.at(-1);
      if (last) place = [last.state.changedAt, last.id];
      if (last?.state.changedAt) scanProgress.note(last.state.changedAt);
      if (!goesOn) break;
    }
    if (!wide) return;
    again = now;
    since = next;
    await scanCursor.note(next);
    for (const [id, { at }] of seen) if (at < again - 3 * seenLate * 1_000) seen.delete(id);
  };

  const begin = async (signal: AbortSignal): Promise<void> => {
    const began = secondsAgo(seenLate);
    await duplicates.fill(signal);
    await compareFirst(began, signal);
    if (signal.aborted) return;
    begun = true;
    log.info({ people: duplicates.size() }, 'Duplicates are looked for among everybody');
  };

  return {
    name: 'scan-for-duplicates',
    does: 'compares each record of a child with all others once it was written',
    everyMs: everySecond,
    look: ({ signal }) => (begun ? compareNews(signal) : begin(signal)),
  };
}
