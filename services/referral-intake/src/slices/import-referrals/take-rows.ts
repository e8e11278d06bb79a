import { createHash } from 'node:crypto';
import type { CalendarDate } from '@waymark/care-types';
import { referralIdFrom, type Made, type ReferralState } from '@waymark/events';
import type { Organisations } from '../../domain/organisations.ts';
import type { NewReferral } from '../../domain/referral-record.ts';
import { admit, type AdmitParts } from '../log-referral/admit.ts';
import { addedColumns, type ImportColumn } from './columns.ts';
import type { OpenFile } from './open-file.ts';
import type { CsvRecord } from './read-records.ts';
import { readRow, type Cells, type Problem } from './row.ts';

/** A row that was not taken: its cells as they came, and everything that is wrong with it. */
export type RejectedRow = { row: number; cells: string[]; problems: Problem[] };

export type RowOutcome = 'added' | 'already' | RejectedRow;

/** Rows that are on their way to the database at the same time. */
const atOnce = 32;

/**
 * Take the rows of a file in, several at once, and tell of each as it is done. Ends early when `signal` aborts; rejects
 * when the database is lost. Rows that were told as added stay so.
 */
export async function takeRows(
  { places, names, records }: OpenFile,
  about: {
    made: Made;
    today: CalendarDate;
    parts: AdmitParts & { organisations: Organisations };
    signal: AbortSignal;
    tell(outcome: RowOutcome): Promise<void> | void;
  },
): Promise<void> {
  const { made, today, parts, signal, tell } = about;
  const seen = new Map<string, { row: number; digest: string }>();
  const underWay = new Set<Promise<void>>();
  let failed: { error: unknown } | undefined;

  const take = async (record: CsvRecord): Promise<void> => tell(await outcomeOf(record));

  const outcomeOf = async (record: CsvRecord): Promise<RowOutcome> => {
    const { row, cells, broken } = record;
    const reject = (...problems: Problem[]): RejectedRow => ({ row, cells, problems });
    if (broken !== undefined) return reject({ column: null, says: broken });
    if (cells.length !== names.length)
      return reject({
        column: null,
        says: `The row has ${cells.length} cells, and the first line names ${names.length} columns`,
      });
    const read = readRow(cellsOf(cells, places), { organisations: parts.organisations, today });
    if (read.kind === 'wrong') return reject(...read.problems);
    const { sourceId, asked } = read;
    const identity = JSON.stringify([asked.provider, sourceId]);
    const digest = digestOf(cells, names);
    const before = seen.get(identity);
    if (before) {
      if (before.digest === digest) return 'already';
      return reject({
        column: 'source_system_id',
        says: `The id stands in row ${before.row} of this file already, with other content. Each referral has an id of its own`,
      });
    }
    seen.set(identity, { row, digest });
    const referralId = referralIdFrom(parts.index.bytesOf('imported', identity).subarray(0, 26));
    const there = (await parts.referrals.get(referralId))?.state.referral;
    if (there) return isOf(there, asked) ? 'already' : reject(heldForAnother);
    const own = { ...made, key: `${made.key}/${row}` };
    const outcome = await admit(asked, referralId, own, parts, 'held first');
    if (outcome.kind === 'done') return outcome.repeated ? 'already' : 'added';
    if (outcome.kind === 'exists') return 'already';
    if (outcome.kind === 'refused' && outcome.code === 'already-waiting') return 'already';
    if (outcome.kind === 'refused' && outcome.code === 'another-birth-date')
      return reject({
        column: 'nhs_number',
        says: 'The NHS number is held for a child with another date of birth. Check the number and the date of birth',
      });
    throw new Error(`A row was answered with ${outcome.kind}`);
  };

  for await (const record of records) {
    if (signal.aborted || failed) break;
    const work = take(record)
      .catch((error: unknown) => {
        failed ??= { error };
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
    if (underWay.size >= atOnce) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (failed) throw failed.error;
}

const heldForAnother: Problem = {
  column: 'source_system_id',
  says: 'The id is held for another referral, with another date of birth, service or received date. Each referral has an id of its own',
};

function isOf(there: ReferralState, { child, service, receivedOn }: NewReferral): boolean {
  return (
    there.dateOfBirth === child.dateOfBirth && there.service === service && there.receivedOn === receivedOn
  );
}

/** What stands before a cell that a spreadsheet would else run as a formula, in the files that we give out. */
const guarded = /^'(?=[=+\-@\t\r])/;

/** The cells by column, without the space around them and without the mark that guards against formulas. */
function cellsOf(cells: readonly string[], places: OpenFile['places']): Cells {
  const entries = [...places].flatMap(([column, place]): [ImportColumn, string][] => {
    const text = (cells[place] ?? '').trim().replace(guarded, '');
    return text === '' ? [] : [[column, text]];
  });
  return Object.fromEntries(entries);
}

function digestOf(cells: readonly string[], names: readonly string[]): string {
  const added: readonly string[] = addedColumns;
  const own = cells.filter((_cell, place) => !added.includes((names[place] ?? '').trim().toLowerCase()));
  return createHash('sha256').update(JSON.stringify(own)).digest('base64url');
}
