import { CalendarDate } from '@waymark/care-types';
import { RegimeId } from '@waymark/wait-clocks';
import { z } from 'zod';
import { event } from '../event.ts';
import { PathwayState } from '../states/pathway.ts';
import { topics } from '../topics.ts';
import { examplePathway } from './examples.ts';

/** A clock that is due soon: how sure it is that it will pass its limit, and what that rests on. */
export const BreachForecast = z.object({
  regime: RegimeId,
  period: z.number().int().min(1),
  due: CalendarDate,
  sure: z.enum(['certain', 'likely', 'possible']),
  why: z.enum(['booked-after-due', 'nothing-booked', 'booked-in-time']),
});
export type BreachForecast = z.infer<typeof BreachForecast>;

export const pathwayBreachForecast = event('pathway.breach-forecast', 1, {
  about:
    'A clock is due within 14 days and still runs. Told once for each due date; a clock that is corrected may be forecast again.',
  topic: topics.pathways,
  key: 'pathwayId',
  data: PathwayState.extend({ forecasts: z.array(BreachForecast) }),
  example: {
    ...examplePathway,
    forecasts: [
      { regime: 'local-18-weeks', period: 1, due: '2026-07-06', sure: 'likely', why: 'nothing-booked' },
    ],
  },
});
