import fc from 'fast-check';
import { CalendarDate, dateOfDay, dateSought, dateWritten, dayInWords, monthNamed } from './index.ts';

it.each([
  ['15 June 2017', '2017-06-15'],
  ['15 jun 2017', '2017-06-15'],
  ['15th of June, 2017', '2017-06-15'],
  ['Thursday 15 June 2017', '2017-06-15'],
  ['June 15 2017', '2017-06-15'],
  ['15/6/2017', '2017-06-15'],
  ['05.06.2017', '2017-06-05'],
  ['5-Sept-2017', '2017-09-05'],
  ['5–Sep–2017', '2017-09-05'],
  ['2017-06-15', '2017-06-15'],
  ['２０１７-06-15', '2017-06-15'],
])('%s is %s', (typed, date) => {
  expect(dateWritten(typed)).toBe(date);
});

it.each([
  ['15/6/17', '2017-06-15'],
  ['15 jun ’17', '2017-06-15'],
  ['15.6.98', '1998-06-15'],
  ['15 June 2017', '2017-06-15'],
  ['2017-06-15', '2017-06-15'],
  ['15/6', undefined],
  ['15 6 1', undefined],
])('%s is looked for as %s', (typed, date) => {
  expect(dateSought(typed)).toBe(date);
});

it.each(['', '15 June', '15 6 17', '15 Ju 2017', 'yesterday', '1 2 3 2017', '115 6 2017'])(
  '"%s" is no date that is written whole',
  (typed) => {
    expect(dateWritten(typed)).toBeUndefined();
  },
);

it('leaves it to the calendar whether there is such a day', () => {
  expect(CalendarDate.safeParse(dateWritten('31 June 2017')).success).toBe(false);
});

it('knows a month by three letters or more, and no shorter', () => {
  expect(['Jan', 'sept', 'MARCH', 'dec.', 'ju', 'x'].map(monthNamed)).toEqual([
    1,
    9,
    3,
    12,
    undefined,
    undefined,
  ]);
});

it('reads every day as it is written in words', () => {
  fc.assert(
    fc.property(fc.integer({ min: -25_000, max: 47_000 }), (day) => {
      expect(dateWritten(dayInWords(dateOfDay(day)))).toBe(dateOfDay(day));
    }),
  );
});
