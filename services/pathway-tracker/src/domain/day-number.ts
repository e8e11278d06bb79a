import type { CalendarDate } from '@waymark/care-types';

/** A date as the number of days since 1 January 1970, so that a million of them fit in a typed array and compare quickly. */
export function dayNumber(date: CalendarDate): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  // Years that begin in March, so that a leap day is the last of its year.
  const years = month > 2 ? year : year - 1;
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return (
    years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + inYear - 719_468
  );
}
