import { csvLine } from '@waymark/http';
import type { KeptRow } from '../adapters/import-rows.ts';
import type { RowOutcome } from '../domain/import.ts';

/** What became of a row, as people are told it. */
export const outcomeInWords: Readonly<Record<RowOutcome, string>> = {
  added: 'New',
  updated: 'Updated',
  already: 'Unchanged',
  duplicates: 'To decide',
  rejected: 'Rejected',
};

/** Which of these references are of a child who may be known under another record. */
export type ToDecide = (references: readonly string[]) => Promise<ReadonlySet<string>>;

const together = 200;
const waitsAlready =
  'The child waits for this service already. Kept, and not put on the list: who decides about duplicates says whether it is the same referral again';
const whoWaits =
  'Said otherwise than it is held. Who the child is, is for a person to decide: it stands on the child’s page';
const keptHere = 'Kept as it is here: a person has said it otherwise, or it was held otherwise';
const mayBeKnown =
  'Taken, and the child may be known under another record: who decides about duplicates finds the two there';

/**
 * Every row of the file with what became of it: one line, one for each thing that is wrong with a rejected row, and one
 * for each detail that was set aside, with the cell as it came.
 */
export async function* summaryFile(rows: AsyncIterable<KeptRow>, toDecide: ToDecide): AsyncGenerator<string> {
  yield `\ufeff${csvLine(['row', 'outcome', 'reference', 'column', 'reason', 'cell'])}`;
  for await (const batch of inBatches(rows)) {
    const taken = batch.flatMap(({ outcome, reference }) =>
      reference !== undefined && outcome !== 'duplicates' ? [reference] : [],
    );
    const open = await toDecide(taken);
    for (const row of batch) yield* linesOf(row, open);
  }
}

function* linesOf(
  { row, outcome, reference = '', problems = [], setAside = [], changes = {} }: KeptRow,
  open: ReadonlySet<string>,
): Generator<string> {
  if (outcome === 'names') return;
  const about = [String(row), outcomeInWords[outcome], reference];
  const { updated = [], differs = [], waits = [] } = changes;
  if (outcome === 'duplicates' && waits.length === 0) yield csvLine([...about, '', waitsAlready, '']);
  else if (outcome === 'updated')
    for (const column of updated) yield csvLine([...about, column, 'Updated', '']);
  else if (outcome === 'already' && differs.length > 0) yield* [];
  else if (waits.length > 0) yield* [];
  else if (problems.length === 0) yield csvLine([...about, '', open.has(reference) ? mayBeKnown : '', '']);
  else for (const { column, says } of problems) yield csvLine([...about, column ?? '', says, '']);
  for (const column of waits) yield csvLine([String(row), 'To decide', reference, column, whoWaits, '']);
  for (const column of differs) yield csvLine([String(row), 'Differs', reference, column, keptHere, '']);
  const taken = outcome === 'rejected' ? 'Could be left out' : 'Set aside, the row was taken without it';
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
