import { listsOn } from '../../shared/lists.ts';
import { planForm } from '../view-plan/view.ts';

export const addPlanStepForm = planForm(
  {
    id: 'add-plan-step-form',
    summary: 'The form to try something more with a child who has a plan of needs',
    path: '/plans/:planId/step',
    template: 'needs-plan/add-plan-step/page.njk',
  },
  ({ today }) => ({ lists: listsOn(today) }),
);
