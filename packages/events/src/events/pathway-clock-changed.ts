import { RegimeId } from '@waymark/wait-clocks';
import { z } from 'zod';
import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayClockChanged = event('pathway.clock-changed', 1, {
  about:
    'A clock has started, stopped, been nullified or been corrected, because the facts are now other ones.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState.extend({ changed: z.array(RegimeId) }),
  example: {
    ...examplePathway,
    stage: 'seen',
    facts: [
      ...examplePathway.facts,
      {
        type: 'treatment-started',
        factId: 'treatment-1',
        referralId: examplePathway.referralId,
        on: '2026-04-02',
      },
    ],
    clocks: examplePathway.clocks.map((clock) => ({
      ...clock,
      stop: '2026-04-02',
      state: 'stopped' as const,
      days: 31,
      stillNeeded: [],
    })),
    changed: ['local-18-weeks'],
  },
});
