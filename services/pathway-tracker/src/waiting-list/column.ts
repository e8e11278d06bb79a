import type { CalendarDate } from '@waymark/care-types';
import type { z } from 'zod';
import type { Pathway } from '../pathway/domain/pathway.ts';
import type { Tag } from '../pathway/index.ts';

/** A piece of what a cell of the page shows, as `cell.njk` draws it. */
export type Piece =
  | { text: string }
  | { number: number }
  | { day: CalendarDate }
  /** Less loud than the rest; a day may follow the words. */
  | { quiet: string; day?: CalendarDate }
  /** A tag; what it stands for unfolds from it. */
  | { tag: Tag; why?: readonly string[] }
  /** Days against a limit. */
  | { bar: { days: number; limit: number | null } }
  /** Lines that unfold from these words. */
  | { more: string; lines: readonly string[] };

/** A column of the waiting list: what it says of a wait, and how the page, the file and the interface say it. */
export type Column<Value = unknown> = {
  /** What stands over it, and what it is called where columns are chosen. */
  heading: string;
  /** Shown to whoever has chosen no columns. */
  usual?: boolean;
  /** Printed for whoever has chosen no columns. */
  printed?: boolean;
  /** Its name in the interface, and its form there. */
  field: string;
  schema: z.ZodType;
  of(pathway: Pathway, today: CalendarDate): Value;
  cell(value: Value): readonly Piece[];
  /** What is printed, where that is not the cell: nothing unfolds on paper. */
  print?(value: Value): readonly Piece[];
  /** Its cells in a file, each under its name. */
  file: Readonly<Record<string, (value: Value) => string>>;
};

/** A column whose value is known to itself, and to nobody else. */
export function column<Value>(of: Column<Value>): Column {
  return of as Column;
}

export const text = (words: string): Piece[] => [{ text: words }];
export const quiet = (words: string): Piece[] => [{ quiet: words }];
export const day = (on: CalendarDate): Piece[] => [{ day: on }];
