import { CalendarDate, todayInLondon } from '@waymark/care-types';
import { ownRecords, view } from '@waymark/http';
import type { Reach } from '@waymark/policy';
import { z } from 'zod';
import { PlanId } from '../domain/needs-plan-id.ts';
import { timesWords } from '../domain/needs-plan-words.ts';
import { planSeenBy, planStatuses, planStatusOf, type NeedsPlan } from '../domain/needs-plan.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { planStatusWords, subjectsOf, type PlanParts } from '../view-plan/view.ts';

const Nothing = z.literal('').transform(() => undefined);

const Row = z.object({
  planId: PlanId,
  state: z.enum(planStatuses),
  startedOn: CalendarDate,
  nextReviewOn: CalendarDate,
  reviews: z.int(),
  overdue: z.boolean(),
});

export const listPlans = view({
  id: 'list-plans',
  summary: 'The plans of needs of the own organisation, those whose review is due first',
  path: '/plans',
  permission: 'plan:view',
  paged: true,
  query: z.strictObject({ state: z.union([z.enum(planStatuses), Nothing]).optional() }),
  load: async ({ query, after, limit, reach, viewer, clock }, { plans, organisations }: PlanParts) => {
    const today = todayInLondon(clock);
    const organisation = reach === 'any' ? undefined : (viewer.organisation ?? '');
    const [page, overdue, ...counts] = await Promise.all([
      plans.page({ filter: { organisation, status: query.state ?? 'open' }, limit, ...(after && { after }) }),
      plans.countOverdue(organisation, today),
      ...planStatuses.map((status) => plans.count({ organisation, status })),
    ]);
    return {
      plans: page.plans,
      rows: page.plans.map((plan) => rowOf(plan, { today, reach }, organisations)),
      after: page.next,
      own: organisation !== undefined,
      open: counts[0] ?? 0,
      overdue,
      statuses: planStatuses.map((value, at) => ({
        value,
        text: `${planStatusWords[value]} (${(counts[at] ?? 0).toLocaleString('en-GB')})`,
      })),
      query,
      today,
    };
  },
  relation: ownRecords,
  page: { template: 'needs-plan/list-plans/page.njk' },
  api: {
    path: '/api/plans',
    body: z.object({ open: z.int(), overdue: z.int(), plans: z.array(Row) }),
    of: ({ open, overdue, rows }) => ({ open, overdue, plans: rows }),
  },
  next: ({ after }) => after,
  audits: ({ plans }) => ({ subjects: plans.flatMap(subjectsOf), purpose: 'list of plans of needs' }),
});

function rowOf(
  plan: NeedsPlan,
  { today, reach }: { today: CalendarDate; reach: Reach },
  { byCode }: Organisations,
) {
  const { planId, child, organisation, lead, startedOn, nextReviewOn, reviews, steps } = plan;
  const { became } = planSeenBy(reach, plan);
  const state = planStatusOf(plan);
  return {
    ...{ planId, state, startedOn, nextReviewOn, reviews: reviews.length, became },
    stateText: planStatusWords[state],
    name: `${child.givenName} ${child.familyName}`,
    dateOfBirth: child.dateOfBirth,
    steps: steps.length,
    reviewed: reviews.length === 0 ? 'Not reviewed yet' : `Reviewed ${timesWords(reviews.length)}`,
    ledBy: lead.role,
    organisation: organisation === null ? undefined : (byCode(organisation)?.name ?? organisation),
    overdue: state === 'open' && nextReviewOn < today,
    due: state === 'open' && nextReviewOn === today,
  };
}
