import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { Plan } from '../domain/plan.ts';

export const countPlans = view({
  id: 'count-plans',
  summary: 'How many support plans there are',
  path: '/plans/count',
  permission: 'system:counts',
  load: async (_, { plans }: { plans: AggregateStore<Plan> }) => ({ all: await plans.count({}) }),
  api: { body: z.object({ all: z.int() }), of: ({ all }) => ({ all }) },
});
