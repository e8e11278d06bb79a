import { unguarded } from '@waymark/csv';
import { plain } from './headings.ts';
import type { CsvRecord } from './read-records.ts';

/** What stands below a heading, as far as the file was looked at. It may say who children are. */
export type Contents = {
  /** Up to three values, as an example. */
  samples: readonly string[];
  /** How many cells are filled. */
  filled: number;
  /** Some of the values, each once, to tell what they are. */
  some: readonly string[];
  /** Every value with how often it stands there, by `plain`; undefined where there are too many to be codes. */
  values: ReadonlyMap<string, { text: string; count: number }> | undefined;
};

/** As many rows are looked at: enough to see every code that a file has, and read in a second. */
const mostRows = 20_000;
const mostValues = 60;
const mostSome = 200;
const mostSamples = 3;
/** A longer value is no code. Shown as an example it is cut. */
const longestCode = 80;
const longestSample = 40;

/** What stands below each heading of a file, by the place of the heading. */
export async function contentsOf(
  records: AsyncIterable<CsvRecord>,
  names: readonly string[],
): Promise<readonly Contents[]> {
  const columns = names.map(() => ({
    filled: 0,
    some: new Set<string>(),
    values: new Map<string, { text: string; count: number }>(),
    many: false,
  }));
  let rows = 0;
  for await (const { cells } of records) {
    columns.forEach((column, place) => {
      const text = unguarded((cells[place] ?? '').trim());
      if (text === '') return;
      column.filled += 1;
      if (column.some.size < mostSome) column.some.add(text);
      if (column.many) return;
      const key = plain(text);
      const before = column.values.get(key);
      if (before) before.count += 1;
      else if (text.length > longestCode || column.values.size === mostValues) column.many = true;
      else column.values.set(key, { text, count: 1 });
    });
    rows += 1;
    if (rows >= mostRows) break;
  }
  return columns.map(({ filled, some, values, many }) => ({
    filled,
    some: [...some],
    samples: [...some].slice(0, mostSamples).map(cut),
    values: many ? undefined : values,
  }));
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > longestSample ? `${line.slice(0, longestSample)}…` : line;
}
