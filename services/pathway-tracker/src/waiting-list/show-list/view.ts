import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { arrivingAnswer, ArrivingAnswer, type Arrivals } from '@waymark/service-base';
import { z } from 'zod';
import { namesFor, type People } from '../../pathway/index.ts';
import type { IndexFeeder } from '../index-feeder.ts';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { keptOf } from '../filter-text.ts';
import { timeInLondon } from '../as-of.ts';
import { viewsOf, type SavedViewsStore } from '../saved-views/store.ts';
import { orderChoices, orders, usualOrder } from '../domain/orders.ts';
import { facetsOf, filterInWords, todayOf } from '../choices.ts';
import { inAddress, ListQuery, partOf } from '../filters.ts';
import { listed } from '../page-of-waits.ts';
import type { ListedWaits } from '../listed-waits.ts';
import { answerOf, cellsOf, columnsOf, RowAnswer, rowOf } from '../rows.ts';

export type ListParts = {
  pathways: AggregateStore<Pathway>;
  waits: ListedWaits;
  feeder: Pick<IndexFeeder, 'isFilled'>;
  arrivals: Pick<Arrivals, 'now'>;
  clock: Clock;
};
type Parts = ListParts & { people: People; savedViews: SavedViewsStore };

const Answer = z.object({
  items: z.array(RowAnswer),
  names: z.enum(['known', 'not-permitted', 'away']),
  /** How many waits fit, and of how many children they are; counted with everything else at `asOf`. */
  shown: z.int(),
  children: z.int(),
  asOf: z.string(),
  /** False while the list is being filled after a start: somebody who waits may not be on it yet. */
  complete: z.boolean(),
  arriving: ArrivingAnswer,
});

export const waitingList = view({
  id: 'waiting-list',
  summary: 'Who waits for what, since when, against which limit, and what to do next',
  path: '/waiting-list',
  permission: 'pathway:list',
  query: ListQuery,
  paged: true,
  remembered: true,
  load: async (
    { query, after, limit, viewer, may, basePath },
    { people, clock, savedViews, ...stores }: Parts,
  ) => {
    const today = todayInLondon(clock);
    const asked = inAddress(query);
    const columns = columnsOf(query);
    const { order = usualOrder } = query;
    // Who is on this page and how many there are is read from the index at one moment, before anything is waited for.
    const asOf = clock.now();
    const found = listed(query, { limit, after }, today, stores);
    const facets = facetsOf(stores.waits, query, today);
    const now = todayOf(stores.waits, today);
    const { states, next } = await found;
    const one = query.reference === undefined ? undefined : states.length;
    const ids = states.map(({ personId }) => personId);
    const names = await namesFor(ids, { people, viewer, may });
    return {
      today,
      query,
      next,
      shown: one ?? facets.shown,
      children: one ?? facets.children,
      asOf: { instant: asOf.toString(), time: timeInLondon(asOf) },
      list: partOf(query),
      isNarrowed: keptOf({ ...query, order: undefined, columns: undefined, list: undefined }) !== '',
      complete: stores.feeder.isFilled(),
      arriving: stores.arrivals.now(),
      names: names.known ? ('known' as const) : names.why,
      rows: states.map((state) => {
        const row = rowOf(state, names, today);
        return { ...row, cells: cellsOf(row, columns.shown) };
      }),
      about: { filter: filterInWords(query), date: today, time: timeInLondon(asOf) },
      print: `${basePath}/waiting-list/print${asked === '' ? '' : `?${asked}`}`,
      download: `${basePath}/waiting-list.csv${asked === '' ? '' : `?${asked}`}`,
      validate: `${basePath}/waiting-list/validate${asked === '' ? '' : `?${asked}`}`,
      facets,
      columns,
      orders: { chosen: order, caption: orders[order].caption, all: orderChoices },
      views: await viewsOf(viewer.id, savedViews),
      kept: keptOf(query),
      now,
    };
  },
  next: ({ next }) => next,
  page: { template: 'waiting-list/show-list/page.njk' },
  api: {
    body: Answer,
    of: ({ rows, names, shown, children, asOf, complete, arriving }) => ({
      ...{ items: rows.map(answerOf), names, shown, children, asOf: asOf.instant, complete },
      arriving: arrivingAnswer(arriving),
    }),
  },
  audits: ({ rows }) => ({ subjects: rows.map(({ personId }) => personId), purpose: 'waiting list' }),
});
