import { dayInWords, monthInWords, shortDayInWords } from '@waymark/care-types';
import { age, date, monthYear, number, plural, shortDate } from './filters.ts';

test('days and months are written as everywhere else', () => {
  expect([date, shortDate, monthYear]).toEqual([dayInWords, shortDayInWords, monthInWords]);
  expect(date('2023-01-12')).toBe('12 January 2023');
});

test('numbers and counts', () => {
  expect(number(1409)).toBe('1,409');
  expect(number(Number.NaN)).toBe('');
  expect(plural(1, 'child', 'children')).toBe('1 child');
  expect(plural(1409, 'child', 'children')).toBe('1,409 children');
});

test.each([
  ['2010-11-22', '2026-11-21', '15'],
  ['2010-11-21', '2026-11-21', '16'],
  ['2012-02-29', '2026-02-28', '13'],
  ['2012-02-29', '2026-03-01', '14'],
  ['', '2026-03-01', ''],
])('born %s is on %s aged %s', (born, on, years) => {
  expect(age(born, on)).toBe(years);
});
