import { CalendarDate } from '@waymark/care-types';
import { RegimeId } from '@waymark/wait-clocks';
import { z } from 'zod';
import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

export const pathwayBreached = event('pathway.breached', 1, {
  about:
    'The last day within the limit of a clock has passed while it runs. Told once for each due date, also when it is noticed late.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState.extend({
    breached: z.array(z.object({ regime: RegimeId, period: z.number().int().min(1), due: CalendarDate })),
  }),
  example: {
    ...examplePathway,
    clocks: examplePathway.clocks.map((clock) => ({ ...clock, days: 127, standing: 'breached' as const })),
    breached: [{ regime: 'local-18-weeks', period: 1, due: '2026-07-06' }],
  },
});
