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

/**
 * The date as a number of days since 1 January 1970, negative before: for reckoning with many dates. The Gregorian
 * calendar throughout, years 0000 to 9999.
 */
export function dayNumber(date: CalendarDate): number {
  const month = digits(date, 5, 7);
  // The year begins in March here, so that the leap day is its last.
  const year = digits(date, 0, 4) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const ofEra = year - era * 400;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + digits(date, 8, 10) - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

function digits(date: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) number = number * 10 + date.charCodeAt(at) - 48;
  return number;
}

const msOfDay = 86_400_000;
const written = new Map<number, CalendarDate>();
/** Every day of two centuries; more are written anew each time. */
const mostWritten = 73_000;

/** The date of such a number of days since 1 January 1970. Throws RangeError outside the years 0000 to 9999. */
export function dateOfDay(day: number): CalendarDate {
  const known = written.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * msOfDay).toISOString();
  if (text.length !== '2025-03-31T00:00:00.000Z'.length) throw new RangeError('No such year');
  const date = text.slice(0, 10) as CalendarDate;
  if (written.size < mostWritten) written.set(day, date);
  return date;
}

/** Whole days from the first date to the second: the same day is 0, an earlier second date is negative. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The date so many days later, or earlier for a negative number. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfDay(dayNumber(date) + days);
}

/** The same day so many calendar months later; where that month is too short, its last day. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  return calendarDate(plainDate(date).add({ months }).toString());
}

/**
 * Whole years of age on a date: one more from the start of each birthday. A person born on 29 February has the
 * birthday on 1 March in other years. Negative before birth.
 */
export function ageOn(dateOfBirth: CalendarDate, date: CalendarDate): number {
  const years = digits(date, 0, 4) - digits(dateOfBirth, 0, 4);
  return date.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}

const london = 'Europe/London';

/** Where "now" comes from; tests bring their own. */
export type Clock = { now(): Temporal.Instant };

/** The time of this machine. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** The date that the calendar on the wall shows in England at this moment, whatever zone the machine keeps. */
export function todayInLondon(clock: Clock): CalendarDate {
  return calendarDate(clock.now().toZonedDateTimeISO(london).toPlainDate().toString());
}

/** A moment, in UTC, ISO 8601 with a Z. */
export const Moment = z.iso
  .datetime({ error: 'Enter a date and time in UTC, like 2025-03-31T09:30:00Z' })
  .brand<'Moment'>();
export type Moment = z.infer<typeof Moment>;

/** Milliseconds since 1970 of a moment. */
export function momentMs(moment: Moment): number {
  return Date.parse(moment);
}

/** The date that the calendar on the wall shows in England at a moment. */
export function londonDateOf(moment: Moment): CalendarDate {
  return Temporal.Instant.from(moment).toZonedDateTimeISO(london).toPlainDate().toString() as CalendarDate;
}

/** Why a time on the clock in England is no one moment: it is skipped in March, or comes twice in October. */
export type NoOneMoment = { fault: 'skipped' | 'comes-twice' };

/**
 * The moment of a time (HH:MM) on the clock in England on a date. In the hour that is skipped in March, and, unless
 * `zone` says which, in the one that comes twice in October, there is no one moment.
 */
export function londonMoment(date: CalendarDate, time: string, zone?: 'BST' | 'GMT'): Moment | NoOneMoment {
  const wall = plainDate(date).toPlainDateTime(Temporal.PlainTime.from(time));
  const earlier = wall.toZonedDateTime(london, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(london, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return asMoment(earlier);
  if (!earlier.toPlainDateTime().equals(wall)) return { fault: 'skipped' };
  if (zone === undefined) return { fault: 'comes-twice' };
  return asMoment(zone === 'BST' ? earlier : later);
}

/** The first moment of a date in England. */
export function startOfLondonDay(date: CalendarDate): Moment {
  return asMoment(plainDate(date).toZonedDateTime(london));
}

function asMoment(zoned: Temporal.ZonedDateTime): Moment {
  return zoned.toInstant().toString() as Moment;
}
