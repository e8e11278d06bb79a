import { blockKeysOf, numberKey } from './block-keys.ts';
import { blocks } from './blocks.ts';
import { comparable, swapsOf, type Comparable, type Facts } from './comparable.ts';
import { likenessTo } from './likeness.ts';
import { records, type Records } from './records.ts';
import {
  evidenceOf,
  scoreOf,
  verdictOf,
  type Evidence,
  type NameShares,
  type Population,
  type Score,
  type Thresholds,
} from './score.ts';
import type { Likeness } from './weights.ts';

/** A child who may be the one that is asked about. */
export type Candidate<Id extends string> = Score & {
  personId: Id;
  /** `look` at least where the NHS numbers are the same. */
  verdict: 'same' | 'look';
  /** The likeness of each field, and what it weighs. */
  why: Evidence;
};

/** Who may be whom, among all the children that are held. */
export type DuplicateCandidates<Id extends string> = {
  /** Adds a child, or puts what is now known in the place of what was. */
  set(personId: Id, facts: Facts): void;
  /** Forgets the child; nothing of the record stays. */
  remove(personId: Id): void;
  size(): number;
  /** Whom these facts may be of, likeliest first, at most twenty; without the child whose own facts they are, if named. */
  candidatesFor(facts: Facts, own?: Id): Candidate<Id>[];
};

export type DuplicateSettings = { thresholds: Thresholds; population: Population };

/**
 * The thresholds are the knees of the curves in the bench report. County Durham has some 150,000 people under 26
 * (Census 2021), 0.9 siblings to each: an assumption near the mean of dependent children in families with any (ONS).
 */
export const durhamDuplicates: DuplicateSettings = {
  thresholds: { same: 0.99, look: 0.5 },
  population: { children: 150_000, siblings: 0.9 },
};

const mostCandidates = 20;
/** So many records of average names are taken as seen before the first: shares are sound from the start. */
const seenBefore = 2000;
const averageShare = { givenName: 0.006, familyName: 0.0012 };

/**
 * Looks for duplicates in memory, so that a search of a million children takes milliseconds and asks no database. It
 * is filled from the people at start and told of each change; it can always be made anew.
 *
 * What is held, and why: **names**, each distinct one once, without case and accents, with how it sounds, for their
 * letters decide how alike two are; the date of birth and the sex as numbers; **keyed hashes** of the postcode, its
 * sector and district, the school and the NHS number, for these need only be equal; the pseudonym. No address, no
 * contact, no number that could be read. `key` lasts as long as the process and is in its memory too: the hashes keep
 * what is no part of a comparison out of dumps and debuggers, not from one who holds the whole process.
 */
export function duplicateCandidates<Id extends string>(
  key: string,
  { thresholds, population }: DuplicateSettings,
): DuplicateCandidates<Id> {
  const held = records();
  const found = blocks();
  const slots = new Map<Id, number>();
  const ids: (Id | undefined)[] = [];

  const remove = (personId: Id): void => {
    const slot = slots.get(personId);
    if (slot === undefined) return;
    for (const block of blockKeysOf(held.at(slot))) found.remove(block, slot);
    held.clear(slot);
    slots.delete(personId);
    ids[slot] = undefined;
  };

  /** Every slot that has a key in common with the record, once. */
  const slotsLike = (record: Comparable): Set<number> => {
    const like = new Set<number>();
    const visit = (slot: number) => like.add(slot);
    for (const block of blockKeysOf(record)) found.each(block, visit);
    for (const swap of record.swaps ?? []) found.each(numberKey(swap), visit);
    return like;
  };

  return {
    set: (personId, facts) => {
      remove(personId);
      const record = comparable(facts, key);
      const slot = held.put(record);
      for (const block of blockKeysOf(record)) found.add(block, slot);
      slots.set(personId, slot);
      ids[slot] = personId;
    },
    remove,
    size: () => slots.size,
    candidatesFor: (facts, own) => {
      const record = { ...comparable(facts, key), swaps: swapsOf(facts.nhsNumber, key) };
      const shares = sharesOf(record, held, slots.size);
      const among = { ...population, children: Math.max(population.children, slots.size) };
      const likeTo = likenessTo(record);
      return [...slotsLike(record)]
        .flatMap((slot) => {
          const personId = ids[slot];
          if (personId === undefined || personId === own) return [];
          const likeness = likeTo(held.at(slot));
          const score = scoreOf(likeness, among, shares);
          const verdict = verdictFor(likeness, score, thresholds);
          return verdict === 'no' ? [] : [{ personId, likeness, verdict, ...score }];
        })
        .sort((a, b) => b.score - a.score || (a.personId < b.personId ? -1 : 1))
        .slice(0, mostCandidates)
        .map(({ likeness, ...candidate }) => ({ ...candidate, why: evidenceOf(likeness, shares) }));
    },
  };
}

/** The same NHS number is always for a person to look at, whatever else is said. */
function verdictFor({ nhsNumber }: Likeness, { probability }: Score, thresholds: Thresholds) {
  const verdict = verdictOf(probability, thresholds);
  return verdict === 'no' && nhsNumber === 'exact' ? 'look' : verdict;
}

function sharesOf({ given, family }: Comparable, held: Records, size: number): Required<NameShares> {
  const share = (count: number, average: number) => (count + average * seenBefore) / (size + seenBefore);
  return {
    givenName: share(held.given.count(given), averageShare.givenName),
    familyName: share(held.family.count(family), averageShare.familyName),
  };
}
