import { view } from '@waymark/http';
import { z } from 'zod';
import { durhamDuplicates } from '../domain/search/candidates.ts';
import { weights, weightsVersion, type Likeness, type Odds } from '../domain/search/weights.ts';
import { fieldWords, levelWords } from './words.ts';

const Level = z.object({
  level: z.string(),
  same: z.number(),
  strangers: z.number(),
  siblings: z.number(),
  weight: z.number(),
  ground: z.string(),
});

export const duplicateWeights = view({
  id: 'duplicate-weights',
  summary: 'By which weights two records are told to be of one child or of two, with the ground of each',
  path: '/duplicates/weights',
  permission: 'docs:see',
  load: async () => ({
    version: weightsVersion,
    ...durhamDuplicates,
    fields: Object.entries(weights).map(([field, levels]) => ({
      field: fieldWords[field as keyof Likeness],
      levels: Object.entries(levels as Record<string, Odds>).map(([level, odds]) => ({
        ...odds,
        level: levelWords(level),
        weight: Math.log2(odds.same / odds.strangers),
      })),
    })),
  }),
  page: { template: 'duplicates/view-duplicates/weights.njk' },
  api: {
    body: z.object({
      version: z.string(),
      thresholds: z.object({ same: z.number(), look: z.number() }),
      population: z.object({ children: z.int(), siblings: z.number() }),
      fields: z.array(z.object({ field: z.string(), levels: z.array(Level) })),
    }),
    of: (published) => published,
  },
});
