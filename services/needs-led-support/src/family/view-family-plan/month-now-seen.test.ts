import { calendarDate } from '@waymark/care-types';
import { monthNowSeen } from './month-now-seen.ts';

test('too few children show nothing', () => {
  expect(monthNowSeen([])).toBeUndefined();
  expect(
    monthNowSeen(['2023-01-01', '2023-02-01', '2023-03-01', '2023-04-01'].map(calendarDate)),
  ).toBeUndefined();
});

test('the middle of those lately seen, in whatever order they come', () => {
  const days = ['2023-09-01', '2022-01-01', '2023-01-12', '2023-02-01', '2022-12-30'].map(calendarDate);
  expect(monthNowSeen(days)).toBe('2023-01-12');
});
