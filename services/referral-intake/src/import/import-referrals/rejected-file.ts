import { csvLine } from '@waymark/http';
import type { KeptRow } from '../adapters/import-rows.ts';
import { addedColumns } from '../domain/columns.ts';

/**
 * The file of rejected rows: the columns of the file that was sent, then the row's number there and what is wrong with
 * it, then the cells that the row had beyond its headings. The first of `rows` holds the names of the columns.
 */
export async function* rejectedFile(rows: AsyncIterable<KeptRow>): AsyncGenerator<string> {
  let width = 0;
  for await (const { row, outcome, cells = [], problems = [] } of rows) {
    if (outcome === 'names') {
      width = cells.length;
      yield `\ufeff${csvLine([...cells, ...addedColumns])}`;
    } else if (outcome === 'rejected') {
      const own = Array.from({ length: width }, (_, place) => cells[place] ?? '');
      yield csvLine([...own, String(row), problems.map(inWords).join(' | '), ...cells.slice(width)]);
    }
  }
}

function inWords({ column, says }: NonNullable<KeptRow['problems']>[number]): string {
  return column === null ? says : `${column}: ${says}`;
}
