import type { CalendarDate } from '@waymark/care-types';

/** A running clock as far as one is weighed against another. */
export type Running = { days: number; limit: number | null; due: CalendarDate | null; over: boolean };

/**
 * Running clocks, the one that decides first: the nearest due of those within their limit, else the longest overdue.
 * Those without a limit come last.
 */
export function decisiveFirst<Clock extends Running>(clocks: readonly Clock[]): Clock[] {
  return clocks.toSorted(
    (one, other) =>
      standing(one) - standing(other) ||
      (one.over ? overBy(other) - overBy(one) : dueOf(one) < dueOf(other) ? -1 : 1),
  );
}

function standing({ limit, over }: Running): number {
  if (over) return 1;
  return limit === null ? 2 : 0;
}

function overBy({ days, limit }: Running): number {
  return days - (limit ?? 0);
}

function dueOf({ due }: Running): string {
  return due ?? '9999-12-31';
}
