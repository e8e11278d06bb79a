import { z } from 'zod';

/** A day of the calendar, written YYYY-MM-DD. It must exist; it carries no time and no zone. */
export const CalendarDate = z.iso
  .date({ error: 'Enter a real date, written year-month-day, like 2025-03-31' })
  .brand<'CalendarDate'>();
export type CalendarDate = z.infer<typeof CalendarDate>;

/** A date known to be right where the code is written. Throws ZodError for one that does not exist. */
export function calendarDate(written: string): CalendarDate {
  return CalendarDate.parse(written);
}

/** The date as Temporal has it. */
export function plainDate(date: CalendarDate): Temporal.PlainDate {
  return Temporal.PlainDate.from(date);
}

/** Whole days from the first date to the second: the same day is 0, an earlier second date is negative. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return plainDate(from).until(plainDate(to), { largestUnit: 'days' }).days;
}

/** The date so many days later, or earlier for a negative number. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return calendarDate(plainDate(date).add({ days }).toString());
}

/**
 * Whole years of age on a date: one more from the start of each birthday. A person born on 29 February has the
 * birthday on 1 March in other years. Negative before birth.
 */
export function ageOn(dateOfBirth: CalendarDate, date: CalendarDate): number {
  const years = plainDate(date).year - plainDate(dateOfBirth).year;
  return date.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}

/** Where "now" comes from; tests bring their own. */
export type Clock = { now(): Temporal.Instant };

/** The time of this machine. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** The date that the calendar on the wall shows in England at this moment, whatever zone the machine keeps. */
export function todayInLondon(clock: Clock): CalendarDate {
  return calendarDate(clock.now().toZonedDateTimeISO('Europe/London').toPlainDate().toString());
}
