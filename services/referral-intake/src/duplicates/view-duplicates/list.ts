import { londonDateOf, todayInLondon } from '@waymark/care-types';
import { DuplicatePairId, PersonId } from '@waymark/events';
import type { Filter, Stored } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { DuplicateIndex } from '../adapters/duplicate-index.ts';
import type { DuplicatePairs } from '../adapters/duplicate-pairs.ts';
import type { People } from '../../person/index.ts';
import { resolutions, type DuplicatePair } from '../domain/duplicate-pair.ts';
import { likelyWords, stateWords } from './words.ts';

type ListParts = { pairs: DuplicatePairs; people: People; duplicates: DuplicateIndex };

const Nothing = z.literal('').transform(() => undefined);
const shownWords = 'Show the pairs that are open, or those that are decided';

const Row = z.object({
  pairId: DuplicatePairId,
  children: z.array(PersonId),
  state: z.string(),
  outcome: z.enum(resolutions).nullable(),
  probability: z.number(),
  foundOn: z.string(),
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
  load: async ({ query, after, limit, clock }, { pairs, people, duplicates }: ListParts) => {
    const decided = query.show === 'decided';
    const filter: Filter = {
      'state.state': decided ? { $in: ['decided', 'under-way', 'taking-back'] } : 'open',
    };
    const [page, waiting, decidedCount] = await Promise.all([
      pairs.page({
        filter,
        sort: { 'state.foundAt': decided ? -1 : 1, _id: 1 },
        limit,
        ...(after && { after }),
      }),
      pairs.count({ 'state.state': 'open' }),
      pairs.count({ 'state.state': 'decided' }),
    ]);
    const names = await people.detailsOf(page.items.flatMap(({ state }) => [state.one, state.other]));
    return {
      rows: page.items.map((pair) => rowOf(pair, names)),
      after: page.next,
      ...{ waiting, decidedCount, decided, today: todayInLondon(clock) },
      filled: duplicates.isFilled(),
      searched: duplicates.size(),
    };
  },
  page: { template: 'duplicates/view-duplicates/list.njk' },
  api: {
    body: z.object({
      waiting: z.int(),
      decided: z.int(),
      /** False while the search is being filled after a start: pairs may be missing. */
      filled: z.boolean(),
      pairs: z.array(Row),
    }),
    of: ({ rows, waiting, decidedCount, filled }) => ({
      ...{ waiting, decided: decidedCount, filled },
      pairs: rows.map(({ children, ...row }) => ({
        ...row,
        children: children.map(({ personId }) => personId),
      })),
    }),
  },
  next: ({ after }) => after,
  audits: ({ rows }) => ({
    subjects: [...new Set(rows.flatMap(({ children }) => children.map(({ personId }) => personId)))],
    purpose: 'duplicates to decide',
  }),
});

function rowOf({ state: pair }: Stored<DuplicatePair>, names: Awaited<ReturnType<People['detailsOf']>>) {
  const { pairId, one, other, state, decision, evidence, halted } = pair;
  return {
    pairId,
    state,
    outcome: decision?.outcome ?? null,
    probability: evidence.probability,
    foundOn: londonDateOf(pair.foundAt),
    likely: likelyWords(evidence),
    stateText: stateWords(pair),
    halted: halted === true,
    children: [one, other].map((personId) => ({ personId, name: names.get(personId) })),
  };
}
