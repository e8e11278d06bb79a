import { dayInWords, type CalendarDate } from '@waymark/care-types';
import { PathwayState } from '@waymark/events';
import { z } from 'zod';
import { clockEffects, effectWords, lateBy } from '../domain/clock-effects.ts';
import { recalculated } from '../domain/clocks.ts';
import type { Pathway } from '../domain/pathway.ts';

const SentClock = PathwayState.shape.clocks.element;

/** What a change would do, for a program. */
export const CheckedAnswer = z.object({
  effects: z.array(
    z.object({
      regime: SentClock.shape.regime,
      title: z.string(),
      effect: z.string(),
      says: z.string(),
      was: SentClock.optional(),
      is: SentClock.optional(),
    }),
  ),
  changes: z.boolean().describe('Whether any clock changes'),
  closes: z.boolean().describe('Whether the child leaves the waiting list'),
  daysLate: z
    .number()
    .int()
    .optional()
    .describe('How many days ago it happened, where not today or yesterday'),
});
export type Checked = z.infer<typeof CheckedAnswer> & { pathway: Pathway };

/** What a change to a pathway does to each of its clocks, as at a day. */
export function checked(before: Pathway, after: Pathway, on: CalendarDate, today: CalendarDate): Checked {
  const effects = clockEffects(recalculated(before, today).clocks, after.clocks);
  const late = lateBy(on, today);
  return {
    pathway: before,
    effects: effects.map((effect) => ({ ...effect, says: effectWords(effect, today, dayInWords) })),
    changes: effects.some(({ effect }) => effect !== 'none' && effect !== 'comes-nearer'),
    closes: after.list === 'closed' && before.list !== 'closed',
    ...(late !== undefined && { daysLate: late }),
  };
}
