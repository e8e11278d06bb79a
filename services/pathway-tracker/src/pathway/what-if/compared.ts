import type { CalendarDate } from '@waymark/care-types';
import type { ClockState } from '@waymark/wait-clocks';
import { standingWords } from '../domain/clock-words.ts';
import type { Checked } from '../record-fact/checked.ts';

/** One clock as it is, and as it would be. */
export type ComparedClock = { title: string; now: string; then: string; says: string; changes: boolean };

/** Each clock before and after side by side, those that change first. */
export function comparedClocks(effects: Checked['effects'], today: CalendarDate): ComparedClock[] {
  const words = (clock: ClockState | undefined) => (clock ? standingWords(clock, today) : 'No clock');
  return effects.map(({ title, effect, says, was, is }) => ({
    ...{ title, says },
    now: words(was),
    then: words(is),
    changes: effect !== 'none',
  }));
}
