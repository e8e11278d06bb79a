import { addDays, todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/runtime';
import { z } from 'zod';
import type { People } from '../../adapters/http/people-at-intake.ts';
import type { Pathway } from '../../domain/pathway.ts';
import { countAll, facetsOf } from './facets.ts';
import { filterOf, ListQuery, sortOf } from './filters.ts';
import { rowOf } from './rows.ts';

type Parts = { pathways: AggregateStore<Pathway>; people: People; clock: Clock };

const Answer = z.object({
  items: z.array(
    z.object({
      pathwayId: z.string(),
      reference: z.string(),
      name: z.string().nullable(),
      age: z.int(),
      waitingFor: z.string(),
      since: z.string(),
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
    }),
  ),
  names: z.enum(['known', 'not-permitted', 'away']),
  shown: z.int(),
});

export const waitingList = view({
  id: 'waiting-list',
  summary: 'Who waits for what, since when, against which limit, and what to do next',
  path: '/waiting-list',
  permission: 'pathway:list',
  query: ListQuery,
  paged: true,
  load: async ({ query, after, limit, viewer, may, basePath }, { pathways, people, clock }: Parts) => {
    const today = todayInLondon(clock);
    const filter = filterOf(query, today);
    const [found, counted, shown, reviewsDue] = await Promise.all([
      pathways.page({ filter, sort: sortOf(query), limit, ...(after ? { after } : {}) }),
      countAll(pathways, today),
      pathways.count(filter),
      pathways.count({
        'state.priority.standing': 'review-open',
        'state.priority.reviewDue': { $lte: addDays(today, 7) },
        'state.list': { $in: ['waiting', 'stopped'] },
      }),
    ]);
    const states = found.items.map(({ state }) => state);
    const names = may('identity:names')
      ? await people.names(
          states.map(({ personId }) => personId),
          viewer,
        )
      : { known: false as const, why: 'not-permitted' as const };
    return {
      today,
      query,
      shown,
      next: found.next,
      names: names.known ? ('known' as const) : names.why,
      rows: states.map((state) => rowOf(state, names, today)),
      download: `${basePath}/waiting-list.csv${addressOf(query)}`,
      reviewsDue,
      facets: facetsOf(counted, query),
    };
  },
  next: ({ next }) => next,
  page: { template: 'waiting-list/page.njk' },
  api: {
    body: Answer,
    of: ({ rows, names, shown }) => ({
      items: rows.map(({ tag, why, ...row }) => ({ ...row, priority: { standing: tag.text, why } })),
      names,
      shown,
    }),
  },
  audits: ({ rows }) => ({ subjects: rows.map(({ personId }) => personId), purpose: 'waiting list' }),
});

function addressOf(query: ListQuery): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => [name, each]),
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
