import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayId } from '@waymark/events';
import { action } from '@waymark/http';
import { z } from 'zod';
import { reissueCode, type Plan } from '../../plan/domain/plan.ts';
import { printCode, type Parts } from './view.ts';

export const giveNewCode = action({
  id: 'give-new-code',
  summary: 'Give the family a new access code; the one before stops working',
  path: '/plans/:pathwayId/code/new',
  permission: 'support:manage-code',
  params: z.strictObject({ pathwayId: PathwayId }),
  body: z.strictObject({}),
  expects: 'version',
  form: printCode,
  run: ({ params, command }, { plans, codeKey }: Parts & { plans: AggregateStore<Plan> }) =>
    plans.change(params.pathwayId, command, (plan) => reissueCode(plan, codeKey)),
  refusals: {},
  then: {
    page: (_, { params }) => `/plans/${params.pathwayId}/code`,
    says: () => 'New code made. The old code no longer opens the family’s page.',
    api: ({ state }, { params }) => ({
      status: 200,
      body: { issue: state.codeIssue },
      location: `/plans/${params.pathwayId}/code`,
    }),
  },
  responses: z.object({ issue: z.int() }),
});
