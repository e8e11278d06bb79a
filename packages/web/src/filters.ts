const days = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const shortDays = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const numbers = new Intl.NumberFormat('en-GB');

/** A calendar date (`2023-01-12`) as people write it: 12 January 2023. Nothing for nothing. */
export function date(value: unknown): string {
  return written(value, days);
}

/** A calendar date where there is little room: 12 Jan 2023. */
export function shortDate(value: unknown): string {
  return written(value, shortDays);
}

/** The month of a calendar date: January 2023. */
export function monthYear(value: unknown): string {
  return written(value, months);
}

/** A number with its thousands apart: 1,409. */
export function number(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? numbers.format(value) : '';
}

/** Completed years of age on a day, both calendar dates. A person born on 29 February ages on 1 March. */
export function age(dateOfBirth: unknown, on: unknown): string {
  const born = calendarDate(dateOfBirth);
  const day = calendarDate(on);
  if (!born || !day) return '';
  const had = day.month > born.month || (day.month === born.month && day.day >= born.day);
  return String(day.year - born.year - (had ? 0 : 1));
}

/** A count with its word: "1 child", "1,409 children". */
export function plural(count: unknown, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

function written(value: unknown, format: Intl.DateTimeFormat): string {
  const day = calendarDate(value);
  return day ? format.format(Date.UTC(day.year, day.month - 1, day.day)) : '';
}

function calendarDate(value: unknown): Temporal.PlainDate | undefined {
  if (value instanceof Temporal.PlainDate) return value;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  try {
    return Temporal.PlainDate.from(value);
  } catch {
    return undefined;
  }
}
