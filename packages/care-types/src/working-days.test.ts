import fc from 'fast-check';
import { bankHolidays } from './bank-holidays.ts';
import { addDays, calendarDate } from './calendar.ts';
import { workingDaysAfter, workingDaysSince } from './working-days.ts';

test.each([
  ['over a weekend', '2026-11-20', 5, '2026-11-27'],
  ['from a Saturday', '2026-11-21', 5, '2026-11-27'],
  ['from a Monday', '2026-11-23', 5, '2026-11-30'],
  ['over Christmas, whose second day falls on a Saturday', '2026-12-23', 5, '2027-01-04'],
  ['over Easter', '2026-04-01', 5, '2026-04-10'],
  ['over the end of August', '2026-08-28', 1, '2026-09-01'],
  ['none', '2026-11-21', 0, '2026-11-21'],
])('%s', (_, from, days, expected) => {
  expect(workingDaysAfter(calendarDate(from), days)).toBe(expected);
});

test.each([
  ['the day itself', '2026-11-20', '2026-11-20', 0],
  ['a day before', '2026-11-20', '2026-11-19', 0],
  ['over a weekend', '2026-11-20', '2026-11-23', 1],
  ['from a Saturday', '2026-11-21', '2026-11-27', 5],
  ['over Christmas', '2026-12-23', '2027-01-04', 5],
])('since: %s', (_, from, until, expected) => {
  expect(workingDaysSince(calendarDate(from), calendarDate(until))).toBe(expected);
});

test('so many working days after a day, so many have come since it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_500 }), fc.integer({ min: 1, max: 60 }), (offset, working) => {
      const day = addDays(calendarDate('2022-01-01'), offset);
      expect(workingDaysSince(day, workingDaysAfter(day, working))).toBe(working);
    }),
  );
});

test.each([2024, 2025, 2026, 2027, 2028])('the holidays of %d are those of the Act', (year) => {
  const listed = [...bankHolidays].filter((day) => day.startsWith(String(year)));
  expect(listed).toEqual(byTheAct(year));
});

/** New Year, Good Friday, Easter Monday, three Mondays, and Christmas, each moved from a weekend to the next free day. */
function byTheAct(year: number): string[] {
  const on = (month: number, day: number) => Temporal.PlainDate.from({ year, month, day });
  const monday = (date: Temporal.PlainDate) => date.add({ days: (8 - date.dayOfWeek) % 7 });
  const weekday = (date: Temporal.PlainDate) => (date.dayOfWeek > 5 ? monday(date) : date);
  const easter = easterOf(year);
  const christmas = weekday(on(12, 25));
  const next = christmas.add({ days: 1 });
  const boxing = weekday(on(12, 26));
  return [
    weekday(on(1, 1)),
    easter.subtract({ days: 2 }),
    easter.add({ days: 1 }),
    monday(on(5, 1)),
    monday(on(5, 25)),
    monday(on(8, 25)),
    christmas,
    boxing.equals(christmas) ? next : boxing,
  ].map(String);
}

/** The Gregorian reckoning in the form of Meeus, Jones and Butcher. */
function easterOf(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 });
}
