import { planForm } from '../../needs-plan/index.ts';

export const referWithPlanForm = planForm(
  {
    id: 'refer-with-plan-form',
    summary: 'Says what of a plan goes into a referral, before one is begun',
    path: '/plans/:planId/refer',
    template: 'referral/refer-with-plan/page.njk',
  },
  () => ({}),
);
