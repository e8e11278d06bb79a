import { circumstanceTitle, todayInLondon, type CalendarDate, type Clock } from '@waymark/care-types';
import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { arrivingAnswer, ArrivingAnswer, type Arrivals } from '@waymark/service-base';
import { z } from 'zod';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { decideByOf, namesFor, summaryOf, type People } from '../../pathway/index.ts';
import { openRisks } from '../list-risks/view.ts';
import { nextOf } from '../next-of-list.ts';

export type ReviewParts = {
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
      reviewDue: z.string().nullable().describe('Null while a same-day risk is open: it is for today'),
      overdue: z.boolean(),
    }),
  ),
  waiting: z.int(),
  overdue: z.int(),
  arriving: ArrivingAnswer,
});

/** Reviews that wait for a decision. */
export const openReviews: Filter = {
  'state.priority.standing': 'review-open',
  'state.list': { $in: ['waiting', 'stopped'] },
};

/** Those that have a day: a same-day risk is for today, and its review waits until it is taken up. */
export const datedReviews: Filter = { ...openReviews, 'state.riskOpen': false };

/** Same-day risk first, then whoever is due first. */
const inOrder = { 'state.riskOpen': -1, 'state.priority.reviewDue': 1 } as const;

export const priorityReviews = view({
  id: 'priority-reviews',
  summary: 'Priority reviews that wait for a decision, the oldest due first',
  path: '/priority',
  permission: 'priority:decide',
  query: z.object({}),
  paged: true,
  worklist: async ({ viewer, may, basePath, clock }, { pathways, people }: ReviewParts, after) => {
    const reader = { people, viewer, may, today: todayInLondon(clock) };
    const found = await nextOf({ filter: openReviews, sort: inOrder }, after, pathways, reader);
    if (found === undefined)
      return { says: 'No other review waits.', text: 'Waiting list', href: `${basePath}/waiting-list` };
    const { next, child } = found;
    return {
      says: next.riskOpen ? 'Next review, with a same-day risk:' : 'Next priority review:',
      text: child,
      href: `${basePath}/${next.pathwayId}/${next.riskOpen ? 'same-day-risk' : 'priority'}`,
      subjects: [next.personId],
    };
  },
  load: async ({ after, limit, viewer, may }, { pathways, people, clock, arrivals }: ReviewParts) => {
    const today = todayInLondon(clock);
    const filter = openReviews;
    const [found, waiting, overdue, risks] = await Promise.all([
      pathways.page({ filter, sort: inOrder, limit, ...(after ? { after } : {}) }),
      pathways.count(filter),
      pathways.count({ ...datedReviews, 'state.priority.reviewDue': { $lt: today } }),
      pathways.count(openRisks),
    ]);
    const states = found.items.map(({ state }) => state);
    const ids = states.map(({ personId }) => personId);
    const names = await namesFor(ids, { people, viewer, may });
    return {
      ...{ today, waiting, overdue, risks, next: found.next, arriving: arrivals.now() },
      names: names.known ? ('known' as const) : names.why,
      rows: states.map((state) => ({
        ...summaryOf(state, names, today),
        why: state.priority.flags.map(({ id }) => circumstanceTitle(id)),
        riskOpen: state.riskOpen,
        reviewDue: decideByOf(state),
        overdue: isOverdue(state, today),
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

function isOverdue(pathway: Pathway, today: CalendarDate): boolean {
  const by = decideByOf(pathway);
  return by !== null && by < today;
}
