import { circumstanceTitle, circumstances, todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { arrivingAnswer, ArrivingAnswer, type Arrivals } from '@waymark/service-base';
import { z } from 'zod';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { namesFor, summaryOf, type People } from '../../pathway/index.ts';
import { nextOf } from '../next-of-list.ts';

export type RiskParts = {
  pathways: AggregateStore<Pathway>;
  people: People;
  clock: Clock;
  arrivals: Pick<Arrivals, 'now'>;
};

/** Serious risk that nobody has taken up, also where the wait has ended since. A duplicate’s stands with the other one. */
export const openRisks: Filter = { 'state.riskOpen': true, 'state.ending.how': { $ne: 'duplicate' } };

const longestFirst = { 'state.sameDayRisk.since': 1, _id: 1 } as const;

const Answer = z.object({
  items: z.array(
    z.object({
      pathwayId: z.string(),
      reference: z.string(),
      waitingFor: z.string(),
      stated: z.array(z.string()).describe('What was stated'),
      since: z.string().describe('The day on which it was stated. It is to be taken up on that day'),
      closed: z.boolean(),
    }),
  ),
  open: z.int().describe('How many wait to be taken up'),
  arriving: ArrivingAnswer,
});

export const sameDayRisks = view({
  id: 'same-day-risks',
  summary: 'Serious risk that no clinician has taken up yet, the longest first: each is for today',
  path: '/same-day-risk',
  permission: 'pathway:record',
  query: z.object({}),
  paged: true,
  worklist: async ({ viewer, may, basePath, clock }, { pathways, people }: RiskParts, after) => {
    const reader = { people, viewer, may, today: todayInLondon(clock) };
    const found = await nextOf({ filter: openRisks, sort: longestFirst }, after, pathways, reader);
    if (found === undefined)
      return {
        says: 'No other same-day risk waits.',
        text: 'Priority reviews',
        href: `${basePath}/priority`,
      };
    const { next, child } = found;
    return {
      says: 'Next same-day risk:',
      text: child,
      href: `${basePath}/${next.pathwayId}/same-day-risk`,
      subjects: [next.personId],
    };
  },
  load: async ({ after, limit, viewer, may }, { pathways, people, clock, arrivals }: RiskParts) => {
    const today = todayInLondon(clock);
    const [found, open] = await Promise.all([
      pathways.page({ filter: openRisks, sort: longestFirst, limit, ...(after ? { after } : {}) }),
      pathways.count(openRisks),
    ]);
    const states = found.items.map(({ state }) => state);
    const ids = states.map(({ personId }) => personId);
    const names = await namesFor(ids, { people, viewer, may });
    return {
      ...{ today, open, next: found.next, arriving: arrivals.now() },
      names: names.known ? ('known' as const) : names.why,
      rows: states.map((state) => ({
        ...summaryOf(state, names, today),
        stated: statedRisk(state),
        statedOn: state.sameDayRisk?.since ?? state.receivedOn,
        closed: state.stage === 'closed',
      })),
    };
  },
  next: ({ next }) => next,
  page: { template: 'priority/list-risks/page.njk' },
  api: {
    body: Answer,
    of: ({ rows, open, arriving }) => ({
      items: rows.map(({ pathwayId, reference, waitingFor, stated, statedOn, closed }) => ({
        ...{ pathwayId, reference, waitingFor, stated, since: statedOn, closed },
      })),
      open,
      arriving: arrivingAnswer(arriving),
    }),
  },
  audits: ({ rows }) => ({ subjects: rows.map(({ personId }) => personId), purpose: 'serious risk' }),
});

const sameDay = new Set<string>(circumstances.flatMap(({ id, sameDayRisk }) => (sameDayRisk ? [id] : [])));

/** What was stated of a serious risk, in words. */
export function statedRisk({ circumstances: stated }: Pick<Pathway, 'circumstances'>): string[] {
  return stated.flatMap(({ id }) => (sameDay.has(id) ? [circumstanceTitle(id)] : []));
}
