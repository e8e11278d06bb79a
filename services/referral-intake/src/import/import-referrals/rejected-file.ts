import { csvLine } from '@waymark/http';
import type { KeptRow } from '../adapters/import-rows.ts';
import { addedColumns } from '../domain/columns.ts';

/**
 * The file of rejected rows: the columns of the file that was sent, then the row's number there and what is wrong with
 * it. The first of `rows` holds the names of the columns.
 */
export async function* rejectedFile(rows: AsyncIterable<KeptRow>): AsyncGenerator<string> {
  let own: number[] = [];
  for await (const { row, outcome, cells = [], problems = [] } of rows) {
    if (outcome === 'names') {
      own = ownPlaces(cells);
      yield `\ufeff${csvLine([...own.map((place) => cells[place] ?? ''), ...addedColumns])}`;
    } else if (outcome === 'rejected')
      yield csvLine([
        ...own.map((place) => cells[place] ?? ''),
        String(row),
        problems.map(inWords).join(' | '),
      ]);
  }
}

/** Where the columns of the file itself stand: a file that came back mended has ours too, and they are made anew. */
function ownPlaces(names: readonly string[]): number[] {
  const added: readonly string[] = addedColumns;
  return names.flatMap((name, place) => (added.includes(name.trim().toLowerCase()) ? [] : [place]));
}

function inWords({ column, says }: NonNullable<KeptRow['problems']>[number]): string {
  return column === null ? says : `${column}: ${says}`;
}
