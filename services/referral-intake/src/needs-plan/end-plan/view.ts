import { choices } from '@waymark/web';
import { endReasons } from '../domain/needs-plan.ts';
import { planForm } from '../view-plan/view.ts';

export const endPlanForm = planForm(
  {
    id: 'end-plan-form',
    summary: 'Asks why a plan of needs ends, before it does',
    path: '/plans/:planId/end',
    template: 'needs-plan/end-plan/page.njk',
  },
  () => ({ reasons: choices(endReasons) }),
);
