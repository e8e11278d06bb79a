import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { Pathway } from '../domain/pathway.ts';

export const countPathways = view({
  id: 'count-pathways',
  summary: 'How many pathways there are, and how many are open',
  path: '/waiting-list/count',
  permission: 'system:counts',
  load: async (_, { pathways }: { pathways: AggregateStore<Pathway> }) => ({
    all: await pathways.count({}),
    open: await pathways.count({ 'state.stage': { $in: ['waiting', 'seen'] } }),
  }),
  api: { body: z.object({ all: z.int(), open: z.int() }), of: ({ all, open }) => ({ all, open }) },
});
