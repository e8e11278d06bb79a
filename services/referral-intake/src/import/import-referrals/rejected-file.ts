import { csvLine, csvStart } from '@waymark/csv';
import type { KeptRow } from '../adapters/import-rows.ts';
import { addedColumns } from '../domain/columns.ts';

/**
 * The file of rejected rows: the columns of the file that was sent, then the row's number there and what is wrong with
 * it, then the cells that the row had beyond its headings. The first of `rows` holds the names of the columns.
 */
export async function* rejectedFile(rows: AsyncIterable<KeptRow>): AsyncGenerator<string> {
  let width = 0;
  for await (const { row, outcome, cells = [], problems = [], setAside = [] } of rows) {
    if (outcome === 'names') {
      width = cells.length;
      yield csvStart([...cells, ...addedColumns]);
    } else if (outcome === 'rejected') {
      const own = Array.from({ length: width }, (_, place) => cells[place] ?? '');
      const says = [...problems.map(inWords), ...setAside.map(asideInWords)].join(' | ');
      yield csvLine([...own, String(row), says, ...cells.slice(width)]);
    }
  }
}

function inWords({ column, says }: NonNullable<KeptRow['problems']>[number]): string {
  return column === null ? says : `${column}: ${says}`;
}

/** Without it the row could be taken: worth mending where the row is mended anyway. */
function asideInWords({ column, says }: NonNullable<KeptRow['setAside']>[number]): string {
  return `${column} (can be left out): ${says}`;
}
