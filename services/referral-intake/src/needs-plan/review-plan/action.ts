import { CalendarDate, todayInLondon } from '@waymark/care-types';
import { action } from '@waymark/http';
import { z } from 'zod';
import { faultsInReview, mostSteps, review, StepOutcome, usualReview } from '../domain/needs-plan.ts';
import { ChosenNeeds, chosenNeeds, profileOf, StatedNeeds } from '../../shared/domain/stated-needs.ts';
import { problemOf } from '../../shared/problem.ts';
import { note } from '../../shared/note.ts';
import { ownPlan, PlanKept, planParams, planRefusals, type PlanParts } from '../view-plan/view.ts';
import { reviewPlanForm } from './view.ts';

const numbers = Array.from({ length: mostSteps }, (_, at) => String(at + 1));

const ReviewPlan = z.strictObject({
  on: CalendarDate,
  /** By the number of the step, from 1. */
  outcomes: z
    .strictObject(Object.fromEntries(numbers.map((number) => [number, StepOutcome.optional()])))
    .default({}),
  needs: StatedNeeds.default({}),
  chosen: ChosenNeeds,
  note: note('What was said').optional(),
  /** In six weeks where it is not named. */
  nextReviewOn: CalendarDate.optional(),
});

export const reviewPlan = action({
  id: 'review-plan',
  summary: 'Look back at a plan of needs: what helps, what does not, and what the child needs now',
  path: '/plans/:planId/review',
  apiPath: '/api/plans/:planId/review',
  permission: 'plan:write',
  params: planParams,
  body: ReviewPlan,
  expects: 'version',
  relation: ownPlan,
  run: async ({ params: { planId }, body, command, clock }, { plans }: PlanParts) => {
    const today = todayInLondon(clock);
    const found = await plans.get(planId);
    if (!found) return { kind: 'missing' };
    const said = Object.entries(body.outcomes).flatMap(([step, outcome]) =>
      outcome === undefined ? [] : [[step, outcome] as const],
    );
    const seen = {
      on: body.on,
      outcomes: Object.fromEntries(said),
      needs: profileOf(chosenNeeds(body)),
      ...(body.note !== undefined && { note: body.note }),
    };
    const nextReviewOn = body.nextReviewOn ?? usualReview(today);
    const faults = faultsInReview(found.plan, seen, nextReviewOn, today);
    if (faults.length > 0) throw problemOf(faults);
    return plans.change(planId, command, (plan) => review(plan, seen, nextReviewOn));
  },
  refusals: {
    ...planRefusals,
    'too-many-reviews': () => 'This plan was reviewed very often. End it, and begin another.',
  },
  form: reviewPlanForm,
  then: {
    page: ({ id }) => `/plans/${id}`,
    says: () => 'Review recorded.',
    api: ({ id }) => ({ status: 200, body: { planId: id } }),
  },
  responses: PlanKept,
});
