import type { ImportColumn } from '../domain/columns.ts';
import { orderOf, type DayOrder } from '../domain/day.ts';
import { cleaned } from './cells.ts';

/** Columns that hold days. */
export const dayColumns: readonly ImportColumn[] = [
  'date_of_birth',
  'received_date',
  'accepted_date',
  'first_contact_date',
];

/** How many days of a column can only be written in which order, and how many in either. */
export type DaysSeen = Record<DayOrder | 'either', number>;

/** Notes of each place in a row what its day tells of the order of day and month. */
export function noteDays(seen: Map<number, DaysSeen>, cells: readonly string[]): void {
  for (const [place, cell] of cells.entries()) {
    if (cell.length < 6 || cell.length > 40) continue;
    const order = orderOf(cleaned(cell));
    if (order === undefined) continue;
    const there = seen.get(place) ?? { 'day-first': 0, 'month-first': 0, either: 0 };
    there[order] += 1;
    seen.set(place, there);
  }
}

/** One of two orders is a slip of the pen where it is so rare beside the other. */
const slips = 0.1;

/**
 * In which order each column of days is written, as its own days prove it; `ask` where the days of a column fit both
 * orders and nobody has said which it is.
 */
export function dayOrdersOf(
  places: ReadonlyMap<ImportColumn, number>,
  seen: ReadonlyMap<number, DaysSeen>,
  said: DayOrder | null,
): ReadonlyMap<ImportColumn, DayOrder> | 'ask' {
  const orders = new Map<ImportColumn, DayOrder>();
  for (const column of dayColumns) {
    const days = seen.get(places.get(column) ?? -1);
    if (days === undefined) continue;
    const order = proven(days) ?? said;
    if (order === null) return 'ask';
    orders.set(column, order);
  }
  return orders;
}

function proven(days: DaysSeen): DayOrder | undefined {
  const { 'day-first': day, 'month-first': month } = days;
  if (day > 0 && month <= day * slips) return 'day-first';
  if (month > 0 && day <= month * slips) return 'month-first';
  return undefined;
}
