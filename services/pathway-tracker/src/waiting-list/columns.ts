import { z } from 'zod';
import type { Row } from './rows.ts';

/** A column that can be shown or left out: what stands over it, and what of a row it tells in a file, cell by cell. */
type Column = { heading: string; file: Readonly<Record<string, (row: Row) => string>> };

const columns = {
  service: { heading: 'Waiting for', file: { 'waiting for': ({ waitingFor }) => waitingFor } },
  since: { heading: 'Since', file: { since: ({ since }) => since } },
  waited: { heading: 'Days waited', file: { 'days waited': ({ waited }) => String(waited) } },
  clocks: { heading: 'Days, against the limit', file: { 'clocks (days of limit, due)': clocksInWords } },
  team: { heading: 'Team', file: { team: ({ team }) => team } },
  stage: { heading: 'Stage', file: { stage: ({ stage }) => stage } },
  priority: {
    heading: 'Priority',
    file: { priority: ({ tag }) => tag.text, circumstances: ({ why }) => why.join('; ') },
  },
  next: { heading: 'Next', file: { next: ({ next }) => next.text, 'next by': ({ next }) => next.by ?? '' } },
  quality: { heading: 'Please check', file: { 'please check': ({ toCheck }) => toCheck.join('; ') } },
  validated: { heading: 'Last validated', file: { 'last validated': ({ validated }) => validated ?? '' } },
} as const satisfies Record<string, Column>;
type ColumnId = keyof typeof columns;

const ids = Object.keys(columns) as ColumnId[];
const allowed = ids.map((id) => `${id} (${columns[id].heading})`).join(', ');

/** A column by its name. Which child it is, stands first in every row. */
export const ColumnName = z.enum(ids, { error: `Columns must be any of: ${allowed}` });

/** What is shown to who has chosen nothing. */
const usual: readonly ColumnId[] = ['service', 'since', 'clocks', 'priority', 'next'];

/** The columns that were chosen, in the order of the list, and all of them to choose from. */
export function columnsOf({ columns: chosen }: { columns?: readonly ColumnId[] | undefined }) {
  const wanted = new Set(chosen?.length ? chosen : usual);
  const isUsual = wanted.size === usual.length && usual.every((id) => wanted.has(id));
  return {
    shown: ids.filter((id) => wanted.has(id)).map((id) => ({ id, heading: columns[id].heading })),
    chosen: [...wanted],
    all: ids.map((value) => ({ value, text: columns[value].heading })),
    areChosen: !isUsual,
  };
}

/** The lines of a file with these columns, the names of its cells first. It holds references and no names. */
export function linesOf(rows: readonly Row[], shown: readonly { id: ColumnId }[]): string[][] {
  const cells = shown.flatMap(({ id }) => Object.entries<(row: Row) => string>(columns[id].file));
  return [
    ['reference', 'age', ...cells.map(([name]) => name)],
    ...rows.map((row) => [row.reference, String(row.age), ...cells.map(([, tell]) => tell(row))]),
  ];
}

function clocksInWords({ clocks }: Row): string {
  return clocks
    .map(
      ({ title, days, limit, due }) => `${title}: ${days}${limit === null ? '' : ` of ${limit}, due ${due}`}`,
    )
    .join('; ');
}
