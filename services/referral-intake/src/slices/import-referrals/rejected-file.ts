import { csvLine } from '@waymark/runtime';
import type { KeptRow } from '../../adapters/identity/rejected-rows.ts';
import { addedColumns } from './columns.ts';

/**
 * The file of rejected rows: the columns of the file that was sent, then the row's number there and what is wrong with
 * it. The first of `rows` holds the names of the columns. A cell that a spreadsheet would run has a ' put before it,
 * which is taken away again when the file comes back.
 */
export async function* rejectedFile(rows: AsyncIterable<KeptRow>): AsyncGenerator<string> {
  let own: number[] | undefined;
  for await (const { row, cells, problems } of rows) {
    if (own === undefined) {
      own = ownPlaces(cells);
      yield `\ufeff${csvLine([...own.map((place) => cells[place] ?? ''), ...addedColumns])}`;
    } else {
      yield csvLine([
        ...own.map((place) => cells[place] ?? ''),
        String(row),
        problems.map(inWords).join(' | '),
      ]);
    }
  }
}

/** Where the columns of the file itself stand: a file that came back mended has ours too, and they are made anew. */
function ownPlaces(names: readonly string[]): number[] {
  const added: readonly string[] = addedColumns;
  return names.flatMap((name, place) => (added.includes(name.trim().toLowerCase()) ? [] : [place]));
}

function inWords({ column, says }: KeptRow['problems'][number]): string {
  return column === null ? says : `${column}: ${says}`;
}
