import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { z } from 'zod';
import { namesFor, type People } from '../../pathway/index.ts';
import type { IndexFeeder } from '../index-feeder.ts';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { keptOf } from '../filter-text.ts';
import { viewsOf, type SavedViewsStore } from '../saved-views/store.ts';
import { columnsOf } from '../columns.ts';
import { facetsOf, todayOf } from '../choices.ts';
import { inAddress, ListQuery } from '../filters.ts';
import { listed } from '../page-of-waits.ts';
import type { ListedWaits } from '../listed-waits.ts';
import { rowOf } from '../rows.ts';

export type ListParts = {
  pathways: AggregateStore<Pathway>;
  waits: ListedWaits;
  feeder: Pick<IndexFeeder, 'isFilled'>;
  clock: Clock;
};
type Parts = ListParts & { people: People; savedViews: SavedViewsStore };

const Answer = z.object({
  items: z.array(
    z.object({
      pathwayId: z.string(),
      reference: z.string(),
      name: z.string().nullable(),
      age: z.int(),
      waitingFor: z.string(),
      since: z.string(),
      waited: z.int(),
      team: z.string(),
      stage: z.string(),
      clocks: z.array(
        z.object({
          title: z.string(),
          days: z.int(),
          limit: z.int().nullable(),
          due: z.string().nullable(),
          over: z.boolean(),
        }),
      ),
      priority: z.object({ standing: z.string(), why: z.array(z.string()) }),
      next: z.object({ text: z.string(), by: z.string().nullable() }),
      toCheck: z.array(z.string()),
      validated: z.string().nullable(),
    }),
  ),
  names: z.enum(['known', 'not-permitted', 'away']),
  shown: z.int(),
  /** False while the list is being filled after a start: somebody who waits may not be on it yet. */
  complete: z.boolean(),
});

export const waitingList = view({
  id: 'waiting-list',
  summary: 'Who waits for what, since when, against which limit, and what to do next',
  path: '/waiting-list',
  permission: 'pathway:list',
  query: ListQuery,
  paged: true,
  load: async (
    { query, after, limit, viewer, may, basePath },
    { people, clock, savedViews, ...stores }: Parts,
  ) => {
    const today = todayInLondon(clock);
    const asked = inAddress(query);
    const { states, next } = await listed(query, { limit, after }, today, stores);
    const facets = facetsOf(stores.waits, query, today);
    const ids = states.map(({ personId }) => personId);
    const names = await namesFor(ids, { people, viewer, may });
    return {
      today,
      query,
      next,
      shown: query.reference === undefined ? facets.shown : states.length,
      complete: stores.feeder.isFilled(),
      names: names.known ? ('known' as const) : names.why,
      rows: states.map((state) => rowOf(state, names, today)),
      download: `${basePath}/waiting-list.csv${asked === '' ? '' : `?${asked}`}`,
      validate: `${basePath}/waiting-list/validate${asked === '' ? '' : `?${asked}`}`,
      facets,
      columns: columnsOf(query),
      views: await viewsOf(viewer.id, savedViews),
      kept: keptOf(query),
      now: todayOf(stores.waits, today),
    };
  },
  next: ({ next }) => next,
  page: { template: 'waiting-list/show-list/page.njk' },
  api: {
    body: Answer,
    of: ({ rows, names, shown, complete }) => ({
      items: rows.map(({ tag, why, ...row }) => ({ ...row, priority: { standing: tag.text, why } })),
      names,
      shown,
      complete,
    }),
  },
  audits: ({ rows }) => ({ subjects: rows.map(({ personId }) => personId), purpose: 'waiting list' }),
});
