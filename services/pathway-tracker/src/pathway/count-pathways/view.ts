import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { arrivingAnswer, ArrivingAnswer, type Arrivals } from '@waymark/service-base';
import { z } from 'zod';
import type { Pathway } from '../domain/pathway.ts';

export const countPathways = view({
  id: 'count-pathways',
  summary: 'How many pathways there are, and how many are open',
  path: '/waiting-list/count',
  permission: 'system:counts',
  load: async (
    _,
    { pathways, arrivals }: { pathways: AggregateStore<Pathway>; arrivals: Pick<Arrivals, 'now'> },
  ) => ({
    arriving: arrivals.now(),
    all: await pathways.count({}),
    open: await pathways.count({ 'state.stage': { $in: ['waiting', 'seen'] } }),
  }),
  api: {
    body: z.object({ all: z.int(), open: z.int(), arriving: ArrivingAnswer }),
    of: ({ all, open, arriving }) => ({ all, open, arriving: arrivingAnswer(arriving) }),
  },
});
