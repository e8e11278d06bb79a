import type { ImportColumn } from '../domain/columns.ts';
import { dayOrdersOf, noteDays, type DaysSeen } from './day-orders.ts';

const places = new Map<ImportColumn, number>([
  ['date_of_birth', 0],
  ['received_date', 1],
]);

function seen(...rows: [string, string][]): ReadonlyMap<number, DaysSeen> {
  const days = new Map<number, DaysSeen>();
  for (const cells of rows) noteDays(days, cells);
  return days;
}

const answered = (days: ReturnType<typeof seen>, said: 'day-first' | 'month-first' | null = null) => {
  const orders = dayOrdersOf(places, days, said);
  return orders === 'ask' ? orders : Object.fromEntries(orders);
};

test('a column whose days prove their order is read so, and others of the file are read by their own', () => {
  const days = seen(['04/05/2016', '03/31/2025'], ['14/05/2016', '02/03/2025']);
  expect(answered(days)).toEqual({ date_of_birth: 'day-first', received_date: 'month-first' });
});

test('where both orders fit throughout a column, a person is asked, and the answer holds', () => {
  const days = seen(['04/05/2016', '2025-03-31'], ['07/08/2016', '2025-03-31']);
  expect(answered(days)).toBe('ask');
  expect(answered(days, 'month-first')).toEqual({ date_of_birth: 'month-first' });
});

test('an answer changes nothing in a column that proves its order', () => {
  expect(answered(seen(['14/05/2016', '02/03/2025']), 'month-first')).toEqual({
    date_of_birth: 'day-first',
    received_date: 'month-first',
  });
});

test('one slip of the pen among many proves nothing', () => {
  const many = Array.from({ length: 20 }, (): [string, string] => ['14/05/2016', '2025-03-31']);
  expect(answered(seen(...many, ['05/14/2016', '2025-03-31']))).toEqual({ date_of_birth: 'day-first' });
  expect(answered(seen(['14/05/2016', ''], ['05/14/2016', '']))).toBe('ask');
});

test('days that can be read in one way alone ask nothing', () => {
  expect(answered(seen(['05/05/2016', '12.03.2025'], ['2016-05-04', '12-Mar-2025']))).toEqual({});
});
