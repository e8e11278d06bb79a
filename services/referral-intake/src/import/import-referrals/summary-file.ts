import { csvLine, csvStart } from '@waymark/csv';
import type { KeptRow } from '../adapters/import-rows.ts';
import type { Importer } from '../domain/importer.ts';
import { outcomeWords, rowWords } from './words.ts';

/** Which of these references are of a child who may be known under another record. */
export type ToDecide = (references: readonly string[]) => Promise<ReadonlySet<string>>;

const together = 200;

/**
 * Every row of the file with what became of it: one line, one for each thing that is wrong with a rejected row, and one
 * for each detail that was set aside, with the cell as it came.
 */
export async function* summaryFile(
  rows: AsyncIterable<KeptRow>,
  toDecide: ToDecide,
  as: Importer,
): AsyncGenerator<string> {
  yield csvStart(['row', 'outcome', 'reference', 'column', 'reason', 'cell']);
  for await (const batch of inBatches(rows)) {
    const taken = batch.flatMap(({ outcome, reference }) =>
      reference !== undefined && outcome !== 'duplicates' ? [reference] : [],
    );
    const open = await toDecide(taken);
    for (const row of batch) yield* linesOf(row, open, as);
  }
}

function* linesOf(
  { row, outcome, reference = '', problems = [], setAside = [], changes = {} }: KeptRow,
  open: ReadonlySet<string>,
  as: Importer,
): Generator<string> {
  if (outcome === 'names') return;
  const about = [String(row), outcomeWords(as)[outcome], reference];
  const { updated = [], differs = [], waits = [] } = changes;
  if (outcome === 'duplicates' && waits.length === 0)
    yield csvLine([...about, '', rowWords.waitsAlready, '']);
  else if (outcome === 'updated')
    for (const column of updated)
      yield csvLine([...about, column, as === 'referrer' ? rowWords.passedOn : rowWords.updated, '']);
  else if (outcome === 'already' && differs.length > 0) yield* [];
  else if (waits.length > 0) yield* [];
  else if (problems.length === 0)
    yield csvLine([...about, '', open.has(reference) ? rowWords.mayBeKnown : '', '']);
  else for (const { column, says } of problems) yield csvLine([...about, column ?? '', says, '']);
  for (const column of waits)
    yield csvLine([String(row), 'To decide', reference, column, rowWords.whoWaits, '']);
  for (const column of differs)
    yield csvLine([String(row), 'Differs', reference, column, rowWords.keptHere, '']);
  const taken = outcome === 'rejected' ? rowWords.couldBeLeftOut : rowWords.setAside;
  for (const { column, says, cell = '' } of setAside)
    yield csvLine([String(row), taken, reference, column, says, cell]);
}

async function* inBatches(rows: AsyncIterable<KeptRow>): AsyncGenerator<KeptRow[]> {
  let batch: KeptRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < together) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
