import type { AggregateStore } from '@waymark/aggregate-store';
import type { DuplicatePairs } from '../adapters/duplicate-pairs.ts';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';

export type MayBeReferredParts = { referrals: AggregateStore<ReferralRecord>; pairs: DuplicatePairs };

const perReferral = 20;

/** Which of these references are of a child who stands in a pair that waits for a decision, as of now. */
export async function referencesToDecide(
  references: readonly string[],
  { referrals, pairs }: MayBeReferredParts,
): Promise<ReadonlySet<string>> {
  if (references.length === 0) return new Set();
  const limit = references.length;
  const { items } = await referrals.page({
    filter: { 'state.referral.reference': { $in: [...references] } },
    sort: { _id: 1 },
    limit,
  });
  const children = [...new Set(items.map(({ state }) => state.referral.personId))];
  const inPairs = await Promise.all(
    ['state.one', 'state.other'].map((side) =>
      pairs.page({
        filter: { 'state.state': 'open', [side]: { $in: children } },
        sort: { _id: 1 },
        limit: limit * perReferral,
      }),
    ),
  );
  const open = new Set(
    inPairs.flatMap((page) => page.items.flatMap(({ state }) => [state.one, state.other])),
  );
  return new Set(
    items
      .filter(({ state }) => open.has(state.referral.personId))
      .map(({ state }) => state.referral.reference),
  );
}
