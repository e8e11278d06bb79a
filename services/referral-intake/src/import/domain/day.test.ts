import { calendarDate } from '@waymark/care-types';
import fc from 'fast-check';
import { dayIn, orderOf } from './day.ts';

test.each([
  ...['12/03/2025', '12/3/2025', '12/03/25', '12/03/2025 00:00', '12/03/2025 14:35:10', '12-03-2025'],
  ...['12.03.2025', '12 / 03 / 2025', '12-Mar-2025', '12-Mar-25', '12 March 2025', '12th March 2025'],
  ...['Wed 12 Mar 2025', 'March 12, 2025', '12Mar2025', '2025-03-12', '2025/03/12', '2025-3-12'],
  ...['2025-03-12T00:00:00', '2025-03-12 00:00:00.000', '2025-03-12T00:00:00Z', '20250312', '20250312101500'],
  ...['45728', '45728.0', '45728.75', '12/03/2025 12:00 AM', '12/03/2025, 00:00'],
])('%j is 12 March 2025', (text) => {
  expect(dayIn(text)).toBe('2025-03-12');
});

test.each([
  ['12/03/2025', '2025-12-03'],
  ['3/12/25', '2025-03-12'],
  ['12.03.2025', '2025-03-12'],
  ['2025-03-12', '2025-03-12'],
  ['12-Mar-2025', '2025-03-12'],
])('%j with the month first is %s', (text, day) => {
  expect(dayIn(text, 'month-first')).toBe(day);
});

test('an instant is the day that it is in England', () => {
  expect(dayIn('2016-05-03T23:00:00Z')).toBe('2016-05-04');
  expect(dayIn('2016-05-03T23:00:00.000+0000')).toBe('2016-05-04');
  expect(dayIn('2016-01-03 23:30:00+00:00')).toBe('2016-01-03');
});

test.each([
  ...['31/02/2016', '05/13/2016', '32/01/2016', '2025-02-30', '12/Mrz/2025', '12 Marching 2025', 'May 2016'],
  ...['2016', '9990000026', '123456', 'yesterday', '', '0/0/2016', '10 123 2016'],
])('%j is no day', (text) => {
  expect(dayIn(text)).toBeUndefined();
});

test.each([
  ['14/05/2016', 'day-first'],
  ['05/14/2016', 'month-first'],
  ['04/05/2016', 'either'],
  ['04-05-16 00:00', 'either'],
  ['05/05/2016', undefined],
  ['14/15/2016', undefined],
  ['04.05.2016', undefined],
  ['2016-05-04', undefined],
])('of %j the order is %s', (text, order) => {
  expect(orderOf(text)).toBe(order);
});

const days = fc
  .date({ min: new Date('1998-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('every day is read as it was written, in each way that people and programs write it', () => {
  fc.assert(
    fc.property(days, (day) => {
      const date = Temporal.PlainDate.from(day);
      const [year = '', month = '', ofMonth = ''] = day.split('-');
      const serial = Temporal.PlainDate.from('1899-12-30').until(date).days;
      const word = date.toLocaleString('en-GB', { month: 'long' });
      for (const text of [
        ...[`${ofMonth}/${month}/${year}`, `${ofMonth}-${word.slice(0, 3)}-${year}`],
        ...[`${date.day} ${word} ${year.slice(2)}`, `${year}${month}${ofMonth}`, String(serial)],
      ])
        expect([text, dayIn(text)]).toEqual([text, calendarDate(day)]);
      expect(dayIn(`${month}/${ofMonth}/${year}`, 'month-first')).toBe(day);
    }),
  );
});
