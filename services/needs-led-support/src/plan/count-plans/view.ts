import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { arrivingAnswer, ArrivingAnswer, type Arrivals } from '@waymark/service-base';
import { z } from 'zod';
import type { Plan } from '../domain/plan.ts';

export const countPlans = view({
  id: 'count-plans',
  summary: 'How many support plans there are',
  path: '/plans/count',
  permission: 'system:counts',
  load: async (_, { plans, arrivals }: { plans: AggregateStore<Plan>; arrivals: Pick<Arrivals, 'now'> }) => ({
    all: await plans.count({}),
    arriving: arrivals.now(),
  }),
  api: {
    body: z.object({ all: z.int(), arriving: ArrivingAnswer }),
    of: ({ all, arriving }) => ({ all, arriving: arrivingAnswer(arriving) }),
  },
});
