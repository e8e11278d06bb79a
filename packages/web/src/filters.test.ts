import { age, date, number, plural } from './filters.ts';

test.each([
  ['2023-01-12', '12 January 2023'],
  [Temporal.PlainDate.from('2026-03-29'), '29 March 2026'],
  ['2023-02-30', ''],
  [null, ''],
  [undefined, ''],
  ['<b>', ''],
])('the date %s is written "%s", wherever the machine stands', (value, written) => {
  expect(date(value)).toBe(written);
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
