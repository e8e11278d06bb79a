import {
  ageOn,
  CalendarDate,
  dayInWords as date,
  monthInWords as monthYear,
  shortDayInWords as shortDate,
} from '@waymark/care-types';

const numbers = new Intl.NumberFormat('en-GB');

export { date, monthYear, shortDate };

/** A number with its thousands apart: 1,409. */
export function number(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? numbers.format(value) : '';
}

/** Completed years of age on a day, both calendar dates. A person born on 29 February ages on 1 March. */
export function age(dateOfBirth: unknown, on: unknown): string {
  const born = CalendarDate.safeParse(dateOfBirth);
  const day = CalendarDate.safeParse(on);
  return born.success && day.success ? String(ageOn(born.data, day.data)) : '';
}

/** A count with its word: "1 child", "1,409 children". */
export function plural(count: unknown, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}
