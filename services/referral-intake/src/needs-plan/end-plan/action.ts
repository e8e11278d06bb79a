import { todayInLondon } from '@waymark/care-types';
import { action } from '@waymark/http';
import { z } from 'zod';
import { end, EndReason } from '../domain/needs-plan.ts';
import { ownPlan, PlanKept, planParams, planRefusals, type PlanParts } from '../view-plan/view.ts';
import { endPlanForm } from './view.ts';

export const endPlan = action({
  id: 'end-plan',
  summary: 'End a plan of needs, with the reason',
  path: '/plans/:planId/end',
  apiPath: '/api/plans/:planId/end',
  permission: 'plan:write',
  params: planParams,
  body: z.strictObject({ reason: EndReason }),
  expects: 'version',
  relation: ownPlan,
  run: ({ params: { planId }, body: { reason }, command, clock }, { plans }: PlanParts) =>
    plans.change(planId, command, (plan) => end(plan, reason, todayInLondon(clock))),
  refusals: planRefusals,
  form: endPlanForm,
  then: {
    page: ({ id }) => `/plans/${id}`,
    says: () => 'Plan ended.',
    api: ({ id }) => ({ status: 200, body: { planId: id } }),
  },
  responses: PlanKept,
});
