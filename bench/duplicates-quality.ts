import {
  blockKeysOf,
  numberKey,
} from '../services/referral-intake/src/duplicates/domain/search/block-keys.ts';
import {
  duplicateCandidates,
  durhamDuplicates,
} from '../services/referral-intake/src/duplicates/domain/search/candidates.ts';
import { comparable, swapsOf } from '../services/referral-intake/src/duplicates/domain/search/comparable.ts';
import type { LabelledPeople } from './labelled-people.ts';

/** A pair that the search showed. */
type Shown = { true: boolean; probability: number; numbered: boolean };

export type Searched = {
  shown: Shown[];
  /** How many records were of held children: with an NHS number on both sides, and without. */
  duplicates: { numbered: number; bare: number };
  /** Share of the duplicates that have a key in common with the record of the same child. */
  reached: number;
  /** Milliseconds of each search by the clock, ascending. */
  times: number[];
  /** Milliseconds of the processor's time of each search, ascending; coarse on some machines. */
  work: number[];
  /** Milliseconds of filling. */
  filled: number;
};

const key = 'a key of the benchmark';

/**
 * Fills the search with the held children, asks for each labelled record, and keeps every candidate that was shown.
 * `held` tells how many are held, and keeps them in memory for as long as it is kept.
 */
export function fillAndSearch({ held, asked }: LabelledPeople): { searched: Searched; held: () => number } {
  const candidates = duplicateCandidates<string>(key, durhamDuplicates);
  const began = performance.now();
  for (const [number, facts] of held.entries()) candidates.set(String(number), facts);
  const filled = performance.now() - began;

  const shown: Shown[] = [];
  const times: number[] = [];
  const work: number[] = [];
  const duplicates = { numbered: 0, bare: 0 };
  let reached = 0;
  for (const { facts, of } of asked) {
    const start = performance.now();
    const before = process.threadCpuUsage();
    const found = candidates.candidatesFor(facts);
    const { user, system } = process.threadCpuUsage(before);
    times.push(performance.now() - start);
    work.push((user + system) / 1000);
    const known = of === undefined ? undefined : held[of];
    const numbered = facts.nhsNumber !== undefined && known?.nhsNumber !== undefined;
    if (known) {
      duplicates[numbered ? 'numbered' : 'bare'] += 1;
      const keys = new Set(blockKeysOf(comparable(known, key)));
      const own = [
        ...blockKeysOf(comparable(facts, key)),
        ...swapsOf(facts.nhsNumber, key).map((swap) => numberKey(swap)),
      ];
      if (own.some((one) => keys.has(one))) reached += 1;
    }
    for (const { personId, probability, why } of found) {
      shown.push({
        true: personId === String(of),
        probability,
        numbered: why.nhsNumber.level !== 'not known',
      });
    }
  }
  const all = duplicates.numbered + duplicates.bare;
  for (const measure of [times, work]) measure.sort((a, b) => a - b);
  return {
    searched: { shown, duplicates, reached: reached / all, times, work, filled },
    held: candidates.size,
  };
}

/** Precision: of the pairs shown from this probability on, the share that is true. Recall: of the true ones, the share shown. */
export function measured(
  { shown, duplicates }: Searched,
  from: number,
  which: 'all' | 'numbered' | 'bare' = 'all',
): { precision: number; recall: number } {
  const fitting = shown.filter(
    ({ probability, numbered }) =>
      probability >= from && (which === 'all' || numbered === (which === 'numbered')),
  );
  const right = fitting.filter((pair) => pair.true).length;
  const { numbered, bare } = duplicates;
  const all = { all: numbered + bare, numbered, bare }[which];
  return { precision: right / fitting.length, recall: right / all };
}
