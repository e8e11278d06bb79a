import type { AggregateStore, Stored } from '@waymark/aggregate-store';
import { duplicatePairIdFrom, type DuplicatePairId, type PersonId } from '@waymark/events';
import { DuplicatePair } from '../domain/duplicate-pair.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';

const collection = 'duplicate-pairs';

export type DuplicatePairs = AggregateStore<DuplicatePair>;

/** How the store of pairs is kept. What others must know is published by the referrals. */
export const duplicatePairsSettings = {
  collection,
  schema: DuplicatePair,
  indexes: [
    { keys: { 'state.state': 1, 'state.foundAt': 1, _id: 1 } },
    { keys: { 'state.sameNumber': 1, 'state.foundAt': 1, _id: 1 }, sparse: true },
    { keys: { 'state.one': 1 } },
    { keys: { 'state.other': 1 } },
  ],
} as const;

/** The id of a pair: the same in whichever order the two are named. */
export function pairIdOf(a: PersonId, b: PersonId, index: BlindIndex): DuplicatePairId {
  return duplicatePairIdFrom(index.bytesOf('duplicate pair', ...[a, b].sort()));
}

/** Where what was written with a decision belongs. */
export function notePlace(pairId: string, at: string) {
  return { collection, id: pairId, field: `notes.${at}` };
}

/** Every pair that a record is in. */
export async function pairsOf(pairs: DuplicatePairs, personId: PersonId): Promise<Stored<DuplicatePair>[]> {
  const found: Stored<DuplicatePair>[] = [];
  for (const side of ['state.one', 'state.other'])
    for await (const pair of pairs.each({ [side]: personId })) found.push(pair);
  return found;
}

/** The pairs of a child that nobody has decided about yet. */
export function pairsToDecide(
  pairs: DuplicatePairs,
): (personId: PersonId) => Promise<{ pairId: DuplicatePairId; sameNumber: boolean }[]> {
  return async (personId) => {
    const found = await pairsOf(pairs, personId);
    return found
      .filter(({ state }) => state.state === 'open')
      .map(({ state: { pairId, sameNumber } }) => ({ pairId, sameNumber: sameNumber === true }));
  };
}
