import { londonDateOf, todayInLondon } from '@waymark/care-types';
import { DuplicatePairId, PersonId, Reference, ReferralId } from '@waymark/events';
import type { Filter, Stored } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { DuplicateIndex } from '../adapters/duplicate-index.ts';
import type { DuplicatePairs } from '../adapters/duplicate-pairs.ts';
import type { ScanProgress } from '../adapters/scan-progress.ts';
import type { People } from '../../person/index.ts';
import { resolutions, type DuplicatePair } from '../domain/duplicate-pair.ts';
import { againRow, waitingAgain, type AgainParts } from '../same-again/view.ts';
import { likelyWords, stateWords } from './words.ts';

export type DuplicateListParts = AgainParts & {
  pairs: DuplicatePairs;
  duplicates: DuplicateIndex;
  scanProgress: Pick<ScanProgress, 'left'>;
};

const Nothing = z.literal('').transform(() => undefined);
const shownWords = 'Show the pairs that are open, or those that are decided';

const Row = z.object({
  pairId: DuplicatePairId,
  children: z.array(PersonId),
  state: z.string(),
  outcome: z.enum(resolutions).nullable(),
  probability: z.number(),
  foundOn: z.string(),
  /** Both state one NHS number, which is used for one of them alone until somebody decides. */
  sameNumber: z.boolean(),
});

export const listDuplicates = view({
  id: 'list-duplicates',
  summary:
    'Pairs of records that may be of one child, those that wait longest first; or those that are decided',
  path: '/duplicates',
  permission: 'duplicate:decide',
  paged: true,
  query: z.strictObject({
    show: z.union([z.enum(['open', 'decided'], { error: shownWords }), Nothing]).optional(),
  }),
  load: async ({ query, after, limit, clock }, parts: DuplicateListParts) => {
    const { pairs, people, duplicates, organisations, scanProgress } = parts;
    const decided = query.show === 'decided';
    const begins = !decided && after === undefined;
    const filter: Filter = decided
      ? { 'state.state': { $in: ['decided', 'under-way', 'taking-back'] } }
      : { 'state.state': 'open', 'state.sameNumber': { $ne: true } };
    const [numbers, again, page, waiting, decidedCount, left] = await Promise.all([
      begins ? sameNumbers(pairs) : [],
      begins ? waitingAgain(parts) : { items: [], more: false },
      pairs.page({
        filter,
        sort: { 'state.foundAt': decided ? -1 : 1, _id: 1 },
        limit,
        ...(after && { after }),
      }),
      pairs.count({ 'state.state': 'open' }),
      pairs.count({ 'state.state': 'decided' }),
      scanProgress.left(),
    ]);
    const shown = [...numbers, ...page.items];
    const names = await people.detailsOf([
      ...shown.flatMap(({ state }) => [state.one, state.other]),
      ...again.items.map(({ state }) => state.referral.personId),
    ]);
    return {
      rows: shown.map((pair) => rowOf(pair, names)),
      again: again.items.map((stored) => ({
        ...againRow(stored, names.get(stored.state.referral.personId), organisations),
        subject: stored.state.referral.personId,
      })),
      moreAgain: again.more,
      after: page.next,
      ...{ waiting, decidedCount, decided, today: todayInLondon(clock) },
      filled: duplicates.isFilled(),
      searched: duplicates.size(),
      left,
    };
  },
  worklist: async ({ basePath }, { pairs, people }: DuplicateListParts, after) => {
    const next = await nextPair(pairs, after);
    if (!next) return { says: 'No other pair waits.', text: 'Go to triage', href: `${basePath}/triage` };
    const subjects = [next.state.one, next.state.other];
    const names = await people.detailsOf(subjects);
    const [one, other] = subjects.map((id) => {
      const child = names.get(id);
      return child ? `${child.givenName} ${child.familyName}` : 'a record';
    });
    return {
      says: next.state.sameNumber ? 'Next pair, with one NHS number:' : 'Next pair to compare:',
      text: `${one} and ${other}`,
      href: `${basePath}/duplicates/${next.id}`,
      subjects,
    };
  },
  page: { template: 'duplicates/view-duplicates/list.njk' },
  api: {
    body: z.object({
      waiting: z.int(),
      decided: z.int(),
      /** False while the search is being filled after a start: pairs may be missing. */
      filled: z.boolean(),
      /** How many records came or changed and are still to be compared with all others: pairs may be missing. */
      left: z.int(),
      pairs: z.array(Row),
      /** Referrals of children who wait for the service already: the same again, or another child's? At most 50. */
      again: z.array(
        z.object({
          referralId: ReferralId,
          reference: Reference,
          receivedOn: z.string(),
          sameDayRisk: z.boolean(),
        }),
      ),
    }),
    of: ({ rows, again, waiting, decidedCount, filled, left }) => ({
      ...{ waiting, decided: decidedCount, filled, left },
      pairs: rows.map(({ children, ...row }) => ({
        ...row,
        children: children.map(({ personId }) => personId),
      })),
      again: again.map(({ referralId, reference, receivedOn, sameDayRisk }) => ({
        ...{ referralId, reference, receivedOn, sameDayRisk },
      })),
    }),
  },
  next: ({ after }) => after,
  audits: ({ rows, again }) => ({
    subjects: [
      ...new Set([
        ...rows.flatMap(({ children }) => children.map(({ personId }) => personId)),
        ...again.map(({ subject }) => subject),
      ]),
    ],
    purpose: 'duplicates to decide',
  }),
});

/** So many stand before all others. */
const mostSameNumbers = 50;

/** Two children under one number are decided about first: until then, one of them has none. */
async function sameNumbers(pairs: DuplicatePairs): Promise<Stored<DuplicatePair>[]> {
  const { items } = await pairs.page({
    filter: { 'state.state': 'open', 'state.sameNumber': true },
    sort: { 'state.foundAt': 1, _id: 1 },
    limit: mostSameNumbers,
  });
  return items;
}

/** The pair that is next in the list: two under one NHS number first, then whoever waits longest. */
async function nextPair(pairs: DuplicatePairs, after: string): Promise<Stored<DuplicatePair> | undefined> {
  const first = async (filter: Filter) =>
    (
      await pairs.page({
        filter: { 'state.state': 'open', _id: { $ne: after }, ...filter },
        sort: { 'state.foundAt': 1, _id: 1 },
        limit: 1,
      })
    ).items[0];
  return (await first({ 'state.sameNumber': true })) ?? first({});
}

function rowOf({ state: pair }: Stored<DuplicatePair>, names: Awaited<ReturnType<People['detailsOf']>>) {
  const { pairId, one, other, state, decision, evidence, halted, sameNumber } = pair;
  return {
    pairId,
    state,
    outcome: decision?.outcome ?? null,
    probability: evidence.probability,
    foundOn: londonDateOf(pair.foundAt),
    likely: likelyWords(pair),
    stateText: stateWords(pair),
    halted: halted === true,
    sameNumber: sameNumber === true,
    children: [one, other].map((personId) => ({ personId, name: names.get(personId) })),
  };
}
