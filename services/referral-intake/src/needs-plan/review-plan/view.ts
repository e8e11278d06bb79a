import { choices } from '@waymark/web';
import { needsNow, stepOutcomes, stillTried, usualReview } from '../domain/needs-plan.ts';
import { statedFrom } from '../../shared/domain/stated-needs.ts';
import { listsOn } from '../../shared/lists.ts';
import { planForm } from '../view-plan/view.ts';

export const reviewPlanForm = planForm(
  {
    id: 'review-plan-form',
    summary: 'The form to look back at a plan of needs with the family',
    path: '/plans/:planId/review',
    template: 'needs-plan/review-plan/page.njk',
  },
  ({ plan, today, steps }) => ({
    lists: listsOn(today),
    held: statedFrom(needsNow(plan)),
    tried: steps.filter(({ number }) => stillTried(plan).includes(number)),
    outcomes: choices(stepOutcomes),
    usualReview: usualReview(today),
  }),
);
