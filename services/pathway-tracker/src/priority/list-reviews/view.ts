import { circumstanceTitle, todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { arrivingAnswer, ArrivingAnswer, type Arrivals } from '@waymark/service-base';
import { z } from 'zod';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { namesFor, summaryOf, type People } from '../../pathway/index.ts';

type Parts = {
  pathways: AggregateStore<Pathway>;
  people: People;
  clock: Clock;
  arrivals: Pick<Arrivals, 'now'>;
};

const Answer = z.object({
  items: z.array(
    z.object({
      pathwayId: z.string(),
      reference: z.string(),
      waitingFor: z.string(),
      since: z.string(),
      circumstances: z.array(z.string()),
      reviewDue: z.string().nullable(),
      overdue: z.boolean(),
    }),
  ),
  waiting: z.int(),
  overdue: z.int(),
  arriving: ArrivingAnswer,
});

export const priorityReviews = view({
  id: 'priority-reviews',
  summary: 'Priority reviews that wait for a decision, the oldest due first',
  path: '/priority',
  permission: 'priority:decide',
  query: z.object({}),
  paged: true,
  remembered: true,
  load: async ({ after, limit, viewer, may }, { pathways, people, clock, arrivals }: Parts) => {
    const today = todayInLondon(clock);
    const filter = {
      'state.priority.standing': 'review-open',
      'state.list': { $in: ['waiting', 'stopped'] },
    };
    const [found, waiting, overdue] = await Promise.all([
      pathways.page({
        filter,
        sort: { 'state.riskOpen': -1, 'state.priority.reviewDue': 1 },
        limit,
        ...(after ? { after } : {}),
      }),
      pathways.count(filter),
      pathways.count({ ...filter, 'state.priority.reviewDue': { $lt: today } }),
    ]);
    const states = found.items.map(({ state }) => state);
    const ids = states.map(({ personId }) => personId);
    const names = await namesFor(ids, { people, viewer, may });
    return {
      ...{ today, waiting, overdue, next: found.next, arriving: arrivals.now() },
      names: names.known ? ('known' as const) : names.why,
      rows: states.map((state) => ({
        ...summaryOf(state, names, today),
        why: state.priority.flags.map(({ id }) => circumstanceTitle(id)),
        riskOpen: state.riskOpen,
        reviewDue: state.priority.reviewDue,
        overdue: state.priority.reviewDue !== null && state.priority.reviewDue < today,
      })),
    };
  },
  next: ({ next }) => next,
  page: { template: 'priority/list-reviews/page.njk' },
  api: {
    body: Answer,
    of: ({ rows, waiting, overdue, arriving }) => ({
      items: rows.map(({ why, ...row }) => ({ ...row, circumstances: why })),
      waiting,
      overdue,
      arriving: arrivingAnswer(arriving),
    }),
  },
  audits: ({ rows }) => ({ subjects: rows.map(({ personId }) => personId), purpose: 'priority reviews' }),
});
