import { CalendarDate, londonDateOf } from '@waymark/care-types';
import { z } from 'zod';

/** Which of the two numbers of a day like 04/05/2016 comes first. */
export const dayOrders = ['day-first', 'month-first'] as const;
export type DayOrder = (typeof dayOrders)[number];

const notADay = 'Enter a real date, written day/month/year like 31/03/2025 or year-month-day like 2025-03-31';

/** A time behind a day: passed over. */
const time = String.raw`(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?)?`;
const weekday = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]? +)?`;
const inNumbers = new RegExp(String.raw`^(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})${time}$`, 'i');
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}$`, 'i');
const together = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{4,6})?$/;
const dayMonthWord = new RegExp(
  String.raw`^${weekday}(\d{1,2})(?:st|nd|rd|th)?[ ./-]*(?:of )?([a-z]{3,9})\.?[ ,./-]*(\d{4}|\d{2})${time}$`,
  'i',
);
const monthWordDay = new RegExp(
  String.raw`^${weekday}([a-z]{3,9})\.?[ ./-]*(\d{1,2})(?:st|nd|rd|th)?[ ,./-]+(\d{4})${time}$`,
  'i',
);
const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
/** A day as a spreadsheet counts it, from 1954 to 2064; the time of day behind the point. */
const serial = /^([2-5]\d{4})(?:[.,]\d+)?$/;

/**
 * The day that a text stands for, as year-month-day; undefined where it stands for none. Of a year in two
 * digits, 70 to 99 are of the last century. `order` says which number of 04/05/2016 comes first;
 * with full stops it is always the day.
 */
export function dayIn(text: string, order: DayOrder = 'day-first'): CalendarDate | undefined {
  if (instant.test(text)) return ofInstant(text);
  const [, serialDay] = serial.exec(text) ?? [];
  if (serialDay !== undefined) return real(daysAfter(Number(serialDay)));
  for (const pattern of [yearFirst, together]) {
    const [, year, month, day] = pattern.exec(text) ?? [];
    if (year !== undefined) return real(written(year, month, day));
  }
  const [, one, sign, other, year] = inNumbers.exec(text) ?? [];
  if (year !== undefined) {
    const monthFirst = order === 'month-first' && sign !== '.';
    return real(monthFirst ? written(year, one, other) : written(year, other, one));
  }
  const [, day, word, ofYear] = dayMonthWord.exec(text) ?? [];
  if (ofYear !== undefined) return real(written(ofYear, monthCalled(word), day));
  const [, called, dayOfIt, yearOfIt] = monthWordDay.exec(text) ?? [];
  return yearOfIt === undefined ? undefined : real(written(yearOfIt, monthCalled(called), dayOfIt));
}

/** What two numbers of a day tell of their order: that of one of them alone can be a month, or of `either`. */
export function orderOf(text: string): DayOrder | 'either' | undefined {
  const [, one, sign, other] = inNumbers.exec(text) ?? [];
  if (one === undefined || sign === '.') return undefined;
  const [first, second] = [Number(one), Number(other)];
  if (first === second || first === 0 || second === 0) return undefined;
  if (first > 12) return second > 12 ? undefined : 'day-first';
  return second > 12 ? 'month-first' : 'either';
}

/** A day of a file, in any of the ways in which people and programs write it, the day before the month. */
export const Day = z.preprocess(
  (text) => (typeof text === 'string' ? (dayIn(text) ?? text) : text),
  z
    .string()
    .refine((text) => CalendarDate.safeParse(text).success, notADay)
    .pipe(CalendarDate),
);

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthsInFull = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october'],
  ...['november', 'december'],
];

function monthCalled(word = ''): string {
  const called = word.toLowerCase();
  const place = called === 'sept' ? 8 : months.indexOf(called.slice(0, 3));
  const fits = called.length === 3 || called === 'sept' || monthsInFull[place] === called;
  return place >= 0 && fits ? String(place + 1) : '';
}

function written(year: string, month = '', day = ''): string {
  return `${year.length === 2 ? century(year) : ''}${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function century(year: string): string {
  return Number(year) >= 70 ? '19' : '20';
}

function daysAfter(count: number): string {
  return Temporal.PlainDate.from('1899-12-30').add({ days: count }).toString();
}

function ofInstant(text: string): CalendarDate | undefined {
  try {
    const exact = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
    return londonDateOf(Temporal.Instant.from(exact).toString());
  } catch {
    return undefined;
  }
}

function real(text: string): CalendarDate | undefined {
  const read = CalendarDate.safeParse(text);
  return read.success ? read.data : undefined;
}
