import type { CalendarDate } from '@waymark/care-types';
import { z } from 'zod';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { summaryOf, type Names, type Summary } from '../pathway/index.ts';
import type { Column } from './column.ts';
import { columns, type ColumnId } from './columns.ts';

/** One child's wait as the list knows it: which child, and what each column says. */
export type Row = Summary & { values: Readonly<Record<ColumnId, unknown>> };

const all = Object.entries(columns) as [ColumnId, Column][];
const ids = all.map(([id]) => id);
const allowed = all.map(([id, { heading }]) => `${id} (${heading})`).join(', ');

/** A column by its name. */
export const ColumnName = z.enum(ids, { error: `Columns must be any of: ${allowed}` });

/** What is shown to whoever has chosen nothing. */
const usual = ids.filter((id) => columns[id].usual);

/** The columns that were chosen, in the order of the list, and all of them to choose from. */
export function columnsOf({ columns: chosen }: { columns?: readonly ColumnId[] | undefined }) {
  const wanted = new Set(chosen?.length ? chosen : usual);
  const isUsual = wanted.size === usual.length && usual.every((id) => wanted.has(id));
  return {
    shown: ids.filter((id) => wanted.has(id)).map((id) => ({ id, heading: columns[id].heading })),
    chosen: [...wanted],
    all: all.map(([value, { heading }]) => ({ value, text: heading })),
    areChosen: !isUsual,
  };
}
type Shown = readonly { id: ColumnId }[];

export function rowOf(pathway: Pathway, names: Names, today: CalendarDate): Row {
  const values = Object.fromEntries(all.map(([id, { of }]) => [id, of(pathway, today)]));
  return { ...summaryOf(pathway, names, today), values: values as Row['values'] };
}

/** What is printed: the columns that were chosen, otherwise those of paper. */
export function printedColumnsOf(query: Parameters<typeof columnsOf>[0]) {
  const { areChosen, shown } = columnsOf(query);
  if (areChosen) return shown;
  return all.flatMap(([id, { heading, printed }]) => (printed ? [{ id, heading }] : []));
}

/** What stands on paper of a row in each of these columns. */
export function printedOf({ values }: Row, shown: Shown) {
  return shown.map(({ id }) => {
    const { print, cell } = columns[id] as Column;
    return (print ?? cell)(values[id]);
  });
}

/** What the page shows of a row in each of these columns. */
export function cellsOf({ values }: Row, shown: Shown) {
  return shown.map(({ id }) => ({ id, pieces: columns[id].cell(values[id]) }));
}

/** The lines of a file with these columns, the names of its cells first. It holds references and no names. */
export function linesOf(rows: readonly Row[], shown: Shown): string[][] {
  const cells = shown.flatMap(({ id }) =>
    Object.entries((columns[id] as Column).file).map(([name, write]) => ({ id, name, write })),
  );
  return [
    ['reference', 'age', ...cells.map(({ name }) => name)],
    ...rows.map((row) => [
      row.reference,
      String(row.age),
      ...cells.map(({ id, write }) => write(row.values[id])),
    ]),
  ];
}

/** A row in the interface. */
export const RowAnswer = z.object({
  pathwayId: z.string(),
  reference: z.string(),
  name: z.string().nullable(),
  age: z.int(),
  ...Object.fromEntries(all.map(([, { field, schema }]) => [field, schema])),
});

export function answerOf(row: Row): object {
  return { ...row, ...Object.fromEntries(all.map(([id, { field }]) => [field, row.values[id]])) };
}
