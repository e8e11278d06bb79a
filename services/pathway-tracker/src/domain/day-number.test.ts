import { addDays, calendarDate, daysBetween } from '@waymark/care-types';
import * as fc from 'fast-check';
import { dayNumber } from './day-number.ts';

const first = calendarDate('1970-01-01');

test('days are counted as the calendar counts them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_932_896 }), (days) => {
      const date = addDays(first, days);
      expect(dayNumber(date)).toBe(daysBetween(first, date));
    }),
  );
});
