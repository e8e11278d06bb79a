import { todayInLondon } from '@waymark/care-types';
import { action } from '@waymark/http';
import { z } from 'zod';
import { addStep, mostSteps, PlanStep } from '../domain/needs-plan.ts';
import { problemOf } from '../../shared/problem.ts';
import { ownPlan, PlanKept, planParams, planRefusals, type PlanParts } from '../view-plan/view.ts';
import { addPlanStepForm } from './view.ts';

export const addPlanStep = action({
  id: 'add-plan-step',
  summary: 'Try something more: what, who does it, where, and since when',
  path: '/plans/:planId/step',
  apiPath: '/api/plans/:planId/step',
  permission: 'plan:write',
  params: planParams,
  body: z.strictObject({ step: PlanStep }),
  expects: 'version',
  relation: ownPlan,
  run: async ({ params: { planId }, body: { step }, command, clock }, { plans }: PlanParts) => {
    if (step.since > todayInLondon(clock))
      throw problemOf([{ field: 'step.since', says: 'It cannot be tried since a day in the future' }]);
    return plans.change(planId, command, (plan) => addStep(plan, step));
  },
  refusals: {
    ...planRefusals,
    'too-many-steps': () => `A plan has at most ${mostSteps} steps. End it, and begin another.`,
  },
  form: addPlanStepForm,
  then: {
    page: ({ id }) => `/plans/${id}`,
    says: () => 'Step added to the plan.',
    api: ({ id }) => ({ status: 200, body: { planId: id } }),
  },
  responses: PlanKept,
});
