import { csvLine } from '@waymark/runtime';
import type { KeptRow } from '../../adapters/identity/import-rows.ts';
import type { RowOutcome } from '../../domain/import.ts';

/** What became of a row, as people are told it. */
export const outcomeInWords: Readonly<Record<RowOutcome, string>> = {
  added: 'New',
  updated: 'Updated',
  already: 'Unchanged',
  duplicates: 'Duplicate to decide',
  rejected: 'Rejected',
};

/** Every row of the file with what became of it: one line, and for a rejected row one for each thing that is wrong. */
export async function* summaryFile(rows: AsyncIterable<KeptRow>): AsyncGenerator<string> {
  yield `\ufeff${csvLine(['row', 'outcome', 'reference', 'column', 'reason'])}`;
  for await (const { row, outcome, reference = '', problems = [] } of rows) {
    if (outcome === 'names') continue;
    const about = [String(row), outcomeInWords[outcome], reference];
    if (outcome === 'duplicates')
      yield csvLine([...about, '', 'The child waits for this service under this reference already']);
    else if (problems.length === 0) yield csvLine([...about, '', '']);
    else for (const { column, says } of problems) yield csvLine([...about, column ?? '', says]);
  }
}
