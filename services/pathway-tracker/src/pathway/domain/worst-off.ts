import { daysBetween, type CalendarDate } from '@waymark/care-types';
import { limitStatusOn, type ClockState } from '@waymark/wait-clocks';

/**
 * Clocks with the one that is worst off first, which decides what to do: those that run past their limit, the longest
 * overdue first; then those that run, the nearest due first; then the rest, what ended last first.
 */
export function worstOffFirst<Clock extends ClockState>(
  clocks: readonly Clock[],
  today: CalendarDate,
): Clock[] {
  return clocks.toSorted((one, other) => {
    const [a, b] = [placeOf(one, today), placeOf(other, today)];
    return a.group - b.group || a.place - b.place;
  });
}

function placeOf(clock: ClockState, today: CalendarDate): { group: number; place: number } {
  const { state, due, start, stop } = clock;
  if (state !== 'running') return { group: 3, place: stop === null ? 0 : daysBetween(stop, today) };
  if (due === null) return { group: 2, place: -daysBetween(start, today) };
  return { group: limitStatusOn(clock, today) === 'breached' ? 0 : 1, place: daysBetween(today, due) };
}
