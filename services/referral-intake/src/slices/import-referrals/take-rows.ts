import { createHash } from 'node:crypto';
import type { CalendarDate } from '@waymark/care-types';
import { referralIdFrom, type Made, type ReferralId, type ReferralState } from '@waymark/events';
import { unguarded } from '@waymark/runtime';
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

/** Rows that are on their way to the database at the same time, and rows that are looked up together. */
const atOnce = 32;
const together = 256;

/** A row that can be taken. */
type GoodRow = { row: number; cells: string[]; referralId: ReferralId; asked: NewReferral };

export type TakeParts = AdmitParts & { organisations: Organisations };

/**
 * Take the rows of a file in, several at once, and tell of each as it is done. Ends early when `signal` aborts; rejects
 * when the database is lost. Rows that were told as added stay so.
 */
export async function takeRows(
  file: OpenFile,
  about: {
    made: Made;
    today: CalendarDate;
    parts: TakeParts;
    signal: AbortSignal;
    tell(outcome: RowOutcome): Promise<void> | void;
  },
): Promise<void> {
  const { made, today, parts, signal, tell } = about;
  const judge = judgement(file, today, parts);
  let good: GoodRow[] = [];
  const takeThese = async () => {
    await takeTogether(good, made, parts, signal, tell);
    good = [];
  };
  for await (const record of file.records) {
    if (signal.aborted) return;
    const judged = judge(record);
    if (judged === 'already' || 'problems' in judged) await tell(judged);
    else good.push(judged);
    if (good.length >= together) await takeThese();
  }
  await takeThese();
}

/** Rows that were judged good: those that are there already are looked up at once, the others go in side by side. */
async function takeTogether(
  rows: readonly GoodRow[],
  made: Made,
  parts: TakeParts,
  signal: AbortSignal,
  tell: (outcome: RowOutcome) => Promise<void> | void,
): Promise<void> {
  if (rows.length === 0) return;
  const { items } = await parts.referrals.page({
    filter: { _id: { $in: rows.map(({ referralId }) => referralId) } },
    sort: { _id: 1 },
    limit: rows.length,
  });
  const there = new Map(items.map(({ id, state }) => [id, state.referral]));
  const todo = rows.values();
  const worker = async () => {
    for (const row of todo) {
      if (signal.aborted) return;
      await tell(await outcomeOf(row, there.get(row.referralId), made, parts));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function outcomeOf(
  { row, cells, referralId, asked }: GoodRow,
  there: ReferralState | undefined,
  made: Made,
  parts: TakeParts,
): Promise<RowOutcome> {
  if (there) {
    const same = isOf(there, asked) && (await parts.people.find(asked.child)) === there.personId;
    return same ? 'already' : { row, cells, problems: [heldForAnother] };
  }
  const own = { ...made, key: `${made.key}/${row}` };
  const outcome = await admit(asked, referralId, own, parts, 'held first');
  if (outcome.kind === 'done') return outcome.repeated ? 'already' : 'added';
  if (outcome.kind === 'exists') return 'already';
  if (outcome.kind === 'refused' && outcome.code === 'already-waiting') return 'already';
  if (outcome.kind === 'refused' && outcome.code === 'another-birth-date')
    return { row, cells, problems: [anotherBirthDate] };
  throw new Error(`A row was answered with ${outcome.kind}`);
}

/** Judges rows in their order: what is wrong with one, whether it repeats another of the file, or what it asks for. */
function judgement({ places, names }: OpenFile, today: CalendarDate, { organisations, index }: TakeParts) {
  const seen = new Map<string, { row: number; digest: string }>();
  return ({ row, cells, broken }: CsvRecord): GoodRow | RejectedRow | 'already' => {
    const reject = (...problems: Problem[]): RejectedRow => ({ row, cells, problems });
    if (broken !== undefined) return reject({ column: null, says: broken });
    if (cells.length !== names.length)
      return reject({
        column: null,
        says: `The row has ${cells.length} cells, and the first line names ${names.length} columns`,
      });
    const read = readRow(cellsOf(cells, places), { organisations, today });
    if (read.kind === 'wrong') return reject(...read.problems);
    const { sourceId, asked } = read;
    const identity = JSON.stringify([asked.provider, sourceId]);
    const digest = digestOf(cells, names);
    const before = seen.get(identity);
    if (before?.digest === digest) return 'already';
    if (before)
      return reject({
        column: 'source_system_id',
        says: `The id stands in row ${before.row} of this file already, with other content. Each referral has an id of its own`,
      });
    seen.set(identity, { row, digest });
    const referralId = referralIdFrom(index.bytesOf('imported', identity).subarray(0, 26));
    return { row, cells, referralId, asked };
  };
}

const anotherBirthDate: Problem = {
  column: 'nhs_number',
  says: 'The NHS number is held for a child with another date of birth. Check the number and the date of birth',
};

const heldForAnother: Problem = {
  column: 'source_system_id',
  says: 'The id is held for another referral, of another child, service or received date. Each referral has an id of its own',
};

function isOf(there: ReferralState, { child, service, receivedOn }: NewReferral): boolean {
  return (
    there.dateOfBirth === child.dateOfBirth && there.service === service && there.receivedOn === receivedOn
  );
}

/** The cells by column, without the space around them and without the mark that guards against formulas. */
function cellsOf(cells: readonly string[], places: OpenFile['places']): Cells {
  const entries = [...places].flatMap(([column, place]): [ImportColumn, string][] => {
    const text = unguarded((cells[place] ?? '').trim());
    return text === '' ? [] : [[column, text]];
  });
  return Object.fromEntries(entries);
}

function digestOf(cells: readonly string[], names: readonly string[]): string {
  const added: readonly string[] = addedColumns;
  const own = cells.filter((_cell, place) => !added.includes((names[place] ?? '').trim().toLowerCase()));
  return createHash('sha256').update(JSON.stringify(own)).digest('base64url');
}
