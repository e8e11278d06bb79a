import { z } from 'zod';

/** What is said of what is no date: where a date is one text, and where it is typed into three boxes. */
export const notADate = {
  asText: 'Enter a real date, written year-month-day, like 2025-03-31',
  inBoxes: 'Enter a real date, with day, month and year, like 31 3 2025 or 31 March 2025',
} as const;

/** A day of the calendar, written YYYY-MM-DD. It must exist; it carries no time and no zone. */
export const CalendarDate = z.iso.date({ error: notADate.asText }).brand<'CalendarDate'>();
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
  return numberOf(yearOf(date), twoDigits(date, 5), twoDigits(date, 8));
}

function numberOf(year: number, month: number, day: number): number {
  // The year begins in March here, so that the leap day is its last; 400 years more keep it from being negative.
  const from = year + (month <= 2 ? 399 : 400);
  const leapDays = ((from / 4) | 0) - ((from / 100) | 0) + ((from / 400) | 0);
  return from * 365 + leapDays + (((153 * ((month + 9) % 12) + 2) / 5) | 0) + day - 865_566;
}

function twoDigits(date: string, at: number): number {
  return (date.charCodeAt(at) - 48) * 10 + date.charCodeAt(at + 1) - 48;
}

function yearOf(date: string): number {
  return twoDigits(date, 0) * 100 + twoDigits(date, 2);
}

const msOfDay = 86_400_000;
/** The days of two centuries, written when first asked for: a date that is asked for again is not written again. */
const [firstWritten, lastWritten] = [-25_567, 47_481];
const written: (CalendarDate | undefined)[] = Array.from({ length: lastWritten - firstWritten + 1 });

/** The date of such a number of days since 1 January 1970. Throws RangeError outside the years 0000 to 9999. */
export function dateOfDay(day: number): CalendarDate {
  if (day < firstWritten || day > lastWritten) return writtenDay(day);
  return (written[day - firstWritten] ??= writtenDay(day));
}

function writtenDay(day: number): CalendarDate {
  const text = new Date(day * msOfDay).toISOString();
  if (text.length !== '2025-03-31T00:00:00.000Z'.length) throw new RangeError('No such year');
  return text.slice(0, 10) as CalendarDate;
}

/** Greater on a later day of the year, whichever year. */
function dayOfYear(date: string): number {
  return twoDigits(date, 5) * 100 + twoDigits(date, 8);
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
  const month = yearOf(date) * 12 + twoDigits(date, 5) - 1 + months;
  const first = firstOfMonth(month);
  const days = firstOfMonth(month + 1) - first;
  return dateOfDay(first + Math.min(twoDigits(date, 8), days) - 1);
}

/** The number of the first day of a month, counted from January of the year 0. */
function firstOfMonth(month: number): number {
  return numberOf(Math.floor(month / 12), (month % 12) + 1, 1);
}

/**
 * Whole years of age on a date: one more from the start of each birthday. A person born on 29 February has the
 * birthday on 1 March in other years. Negative before birth.
 */
export function ageOn(dateOfBirth: CalendarDate, date: CalendarDate): number {
  const years = yearOf(date) - yearOf(dateOfBirth);
  return dayOfYear(date) < dayOfYear(dateOfBirth) ? years - 1 : years;
}

/** An age in words: completed months under two years, completed years from then on. */
export function ageInWords(dateOfBirth: CalendarDate, date: CalendarDate): string {
  const years = ageOn(dateOfBirth, date);
  if (years >= 2) return `${years} years`;
  const whole = (yearOf(date) - yearOf(dateOfBirth)) * 12 + twoDigits(date, 5) - twoDigits(dateOfBirth, 5);
  const months = Math.max(0, twoDigits(date, 8) < twoDigits(dateOfBirth, 8) ? whole - 1 : whole);
  return months === 1 ? '1 month' : `${months} months`;
}

const london = 'Europe/London';

/** The birthday on which a person comes to an age; of those born on 29 February, in other years, 1 March. */
export function birthday(dateOfBirth: CalendarDate, age: number): CalendarDate {
  // 29 February of a year without one has the number of 1 March.
  return dateOfDay(numberOf(yearOf(dateOfBirth) + age, twoDigits(dateOfBirth, 5), twoDigits(dateOfBirth, 8)));
}

/** Where "now" comes from; tests bring their own. */
export type Clock = { now(): Temporal.Instant };

/** The time of this machine. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** The date that the calendar on the wall shows in England at this moment, whatever zone the machine keeps. */
export function todayInLondon(clock: Clock): CalendarDate {
  return londonDateOf(clock.now());
}

const writtenSo = 'Enter a date and time in UTC, like 2025-03-31T09:30:00Z';

/** A moment, in UTC, ISO 8601 with a Z, to the nanosecond at most. */
export const Moment = z.iso
  .datetime({ error: writtenSo })
  .max('2025-03-31T09:30:00.123456789Z'.length, { error: writtenSo })
  .brand<'Moment'>();
export type Moment = z.infer<typeof Moment>;

/** Milliseconds since 1970 of a moment. */
export function momentMs(moment: Moment): number {
  return Date.parse(moment);
}

/** The date that the calendar on the wall shows in England at an instant, or at one as it is written in ISO 8601. */
export function londonDateOf(instant: Temporal.Instant | string): CalendarDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(london).toPlainDate().toString() as CalendarDate;
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

/** A time on the clock in England; in the hour that comes twice in October, BST is the first and GMT the second. */
export const TimeOfDay = z
  .string()
  .trim()
  .regex(/^([01]\d|2[0-3]):[0-5]\d( (BST|GMT))?$/, 'Enter a time on the clock in England, like 22:15')
  .brand<'TimeOfDay'>();
export type TimeOfDay = z.infer<typeof TimeOfDay>;

/** The moment of such a time on a date, or why there is none. */
export function momentAt(date: CalendarDate, time: TimeOfDay): Moment | NoOneMoment {
  const [clock = '', zone] = time.split(' ');
  return londonMoment(date, clock, zone as 'BST' | 'GMT' | undefined);
}

/** The time on the clock in England at an instant, with BST or GMT in the hour that comes twice. */
export function timeOfDayAt(instant: Temporal.Instant): TimeOfDay {
  const wall = instant.toZonedDateTimeISO(london);
  const clock = wall.toPlainTime().toString({ smallestUnit: 'minute' });
  const once = typeof londonMoment(wall.toPlainDate().toString() as CalendarDate, clock) === 'string';
  return TimeOfDay.parse(once ? clock : `${clock} ${wall.offset === '+00:00' ? 'GMT' : 'BST'}`);
}

/** The time that the clock on the wall shows in England at a moment. */
export function londonTimeOf(moment: Moment): string {
  const wall = Temporal.Instant.from(moment).toZonedDateTimeISO(london);
  return wall.toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The first moment of a date in England. */
export function startOfLondonDay(date: CalendarDate): Moment {
  return asMoment(plainDate(date).toZonedDateTime(london));
}

function asMoment(zoned: Temporal.ZonedDateTime): Moment {
  return zoned.toInstant().toString() as Moment;
}
