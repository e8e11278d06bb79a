import { CalendarDate } from '@waymark/care-types';
import { z } from 'zod';
import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

/** What a date alone brings to a child who waits. */
export const DateReached = z.enum([
  'year-6',
  'aged-17-and-a-half',
  'aged-18',
  'monitoring-review-due',
  'plan-review-due',
]);
export type DateReached = z.infer<typeof DateReached>;

export const pathwayDateReached = event('pathway.date-reached', 1, {
  about:
    'The child who waits has entered year 6 or come to an age at which services change, or a review is due: of active monitoring every 12 weeks, of the care plan every year. Told once for each date.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState.extend({ reached: z.array(z.object({ what: DateReached, on: CalendarDate })) }),
  example: { ...examplePathway, reached: [{ what: 'year-6', on: '2028-09-01' }] },
});
