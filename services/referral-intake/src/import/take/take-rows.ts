import type { CalendarDate } from '@waymark/care-types';
import { referralIdFrom, type ReferralId } from '@waymark/events';
import type { CommandMeta } from '@waymark/decisions';
import type { KeptRow, TakenRow } from '../adapters/import-rows.ts';
import type { WrittenName } from '../../person/domain/names/alike.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { NewReferral, ReferralRecord } from '../../referral/domain/referral-record.ts';
import { admit, inEvenTime, type AdmitParts, type Sender } from '../../referral/index.ts';
import type { Importer } from '../domain/importer.ts';
import { isOfAnotherStatement, passOn } from './again-by-referrer.ts';
import { bringUpToDate, isOfAnotherChild } from './again.ts';
import { identityOf, readRowFrom } from './by-importer.ts';
import { sourceRowOf } from './merge-row.ts';
import { cellsBy, contentOf, headingInFile, statedIn, type Layout } from '../read/layout.ts';
import type { CsvRecord } from '../read/read-records.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { backpressure } from './backpressure.ts';
import type { Cells } from './row.ts';
import { seenRows } from './seen-rows.ts';

/** Rows that are judged, looked up and taken in together, and noted together as done. */
const together = 256;
/** Batches that are under way side by side: while one is noted or looked up, the next is written. */
const beside = 3;

/** A row that can be taken. */
type GoodRow = {
  row: number;
  cells: string[];
  referralId: ReferralId;
  asked: NewReferral;
  setAside: NonNullable<KeptRow['setAside']>;
  /** The heading of the file for one of our columns. */
  heading: (column: ImportColumn) => string;
};

/** A row that is rejected, with whose it is: its id may be that of another child's referral too. */
type BadRow = KeptRow & { referralId: ReferralId; name: WrittenName; idHeading: string };

export type TakeParts = AdmitParts & { organisations: Organisations };

/** The rows of a file that are to be taken in. */
export type RowsToTake = {
  records: AsyncIterable<CsvRecord>;
  layout: Layout;
  names: readonly string[];
  /** How many rows there are. */
  rows: number;
  /** Somebody began before and did not come to the end. */
  again: boolean;
  /** The last row that was noted as done. */
  done: number;
};

export type Taking = {
  command: CommandMeta;
  /** As what the file was sent: `command.by` says by whom, for which organisation. */
  as: Importer;
  today: CalendarDate;
  /** The instant in UTC: each batch is taken at a time of its own. */
  now(): string;
  parts: TakeParts;
  signal: AbortSignal;
  /** Note what became of the rows of a batch, in the order of the file. */
  note(rows: readonly TakenRow[]): Promise<void>;
};

/**
 * Take the rows of a file in, batch by batch, and note each batch. Rows up to `done` are read again and not taken again,
 * so that what they hold is known to the rows after them. Ends early when `signal` aborts; rejects when the database is
 * lost. The batches are the same whenever the file is read, and taking a row twice makes nothing twice.
 */
export async function takeRows(file: RowsToTake, about: Taking): Promise<void> {
  const judge = judgement(file, about);
  const underWay: Promise<TakenRow[]>[] = [];
  let taken = 0;
  const noteFirst = async () => {
    const outcomes = await underWay.shift();
    if (outcomes !== undefined) await about.note(outcomes);
  };
  try {
    for await (const batch of inBatches(file.records)) {
      if (about.signal.aborted) break;
      const judged = batch.map(judge);
      if ((batch.at(-1)?.row ?? 0) <= file.done) continue;
      await backpressure(about.parts.referrals, about.now, about.signal);
      // What the process before had taken and not noted is its own work, told apart from what was there by its key.
      const mayBeOurs = file.again && taken < beside;
      const command = { ...about.command, at: { ...about.command.at, instant: about.now() } };
      const take = () => takeTogether(judged, mayBeOurs, { ...about, command });
      const taking = about.as === 'referrer' ? inEvenTime(take) : take();
      // It is awaited in its turn; until then its failure is nobody's fault.
      taking.catch(() => undefined);
      underWay.push(taking);
      taken += 1;
      if (underWay.length === beside) await noteFirst();
    }
    while (underWay.length > 0) await noteFirst();
  } finally {
    await Promise.allSettled(underWay);
  }
}

async function* inBatches(records: AsyncIterable<CsvRecord>): AsyncGenerator<CsvRecord[]> {
  let batch: CsvRecord[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < together) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The referrals of good rows that are there already are looked up at once; then all go in side by side. */
async function takeTogether(
  judged: readonly (GoodRow | BadRow | KeptRow)[],
  mayBeOurs: boolean,
  about: Taking,
): Promise<TakenRow[]> {
  const named = judged.flatMap((row) => ('asked' in row || 'idHeading' in row ? [row.referralId] : []));
  const { items } =
    named.length === 0
      ? { items: [] }
      : await about.parts.referrals.page({
          filter: { _id: { $in: named } },
          sort: { _id: 1 },
          limit: named.length,
        });
  const there = new Map(items.map(({ id, state }) => [id, state]));
  // Every row takes the same steps, so that the stores look up, and write, those of a batch together.
  return Promise.all(
    judged.map(async (row) =>
      'asked' in row
        ? {
            row: row.row,
            ...(await outcomeOf(row, there.get(row.referralId), mayBeOurs, about)),
            ...(row.setAside.length > 0 && { setAside: row.setAside }),
          }
        : 'idHeading' in row
          ? rejected(row, there.get(row.referralId), about)
          : row,
    ),
  );
}

/** A rejected row with everything that is wrong with it: its id may be held for the referral of another child. */
async function rejected(
  { referralId: _id, name, idHeading, ...row }: BadRow,
  there: ReferralRecord | undefined,
  { as, parts }: Taking,
): Promise<KeptRow> {
  const isOfAnother = as === 'referrer' ? isOfAnotherStatement : isOfAnotherChild;
  if (!there || !(await isOfAnother(there, name, parts))) return row;
  return { ...row, problems: [...(row.problems ?? []), { column: idHeading, says: ofAnother }] };
}

/** Nothing that a row states is lost: a child who waits already has it as the same referral again, to be decided. */
const fromFile: Sender = { mayRead: () => false };

type What = Omit<TakenRow, 'row'>;

async function outcomeOf(
  good: GoodRow,
  there: ReferralRecord | undefined,
  mayBeOurs: boolean,
  { command, parts, as }: Taking,
): Promise<What> {
  const { row, referralId, asked } = good;
  const own = { ...command, key: `${command.key}/${row}` };
  const known = as === 'referrer' ? sentBefore : knownRow;
  if (there && !mayBeOurs) return known(good, there, own, parts);
  const outcome = await admit(asked, referralId, own, parts, fromFile);
  if (outcome.kind === 'done' && (!outcome.repeated || mayBeOurs)) return takenIn(outcome.state, as);
  if (outcome.kind === 'done' || outcome.kind === 'exists') {
    const now = (await parts.referrals.get(referralId))?.state;
    return now ? known(good, now, own, parts) : { outcome: 'already' };
  }
  throw new Error(`A row was answered with ${outcome.kind}`);
}

/** That the child waits already is nothing that an organisation which refers is told of. */
function takenIn({ sameAgain, referral: { reference, referralId } }: ReferralRecord, as: Importer): What {
  return {
    outcome: sameAgain && as !== 'referrer' ? 'duplicates' : 'added',
    ...{ reference, referralId },
    ...(!sameAgain && { published: referralId }),
  };
}

/** A row that an organisation sent before: it is told what it says otherwise than then, and of nothing else. */
async function sentBefore(
  { cells, asked, heading, referralId }: GoodRow,
  there: ReferralRecord,
  own: CommandMeta,
  parts: TakeParts,
): Promise<What> {
  const changed = await passOn({ asked, there }, own, parts);
  if (changed === 'another child') return heldForAnother(cells, heading);
  const { reference } = there.referral;
  return {
    outcome: changed.length > 0 ? 'updated' : 'already',
    ...{ reference, referralId },
    ...(changed.length > 0 && { changes: { updated: changed.map(heading) } }),
  };
}

/** A row whose referral is there already: compared with what the source stated before, and with what is held. */
async function knownRow(
  { cells, asked, heading }: GoodRow,
  there: ReferralRecord,
  own: CommandMeta,
  parts: TakeParts,
): Promise<What> {
  const { reference, referralId } = there.referral;
  const brought = await bringUpToDate({ asked, there }, own, parts);
  if (brought === 'another child') return heldForAnother(cells, heading);
  const { updated, differs, waits } = brought;
  const undecided = there.sameAgain !== undefined && there.referral.status === 'received';
  const named = { updated: updated.map(heading), differs: differs.map(heading), waits: waits.map(heading) };
  const changes = Object.fromEntries(Object.entries(named).filter(([, columns]) => columns.length > 0));
  return {
    outcome: undecided || waits.length > 0 ? 'duplicates' : updated.length > 0 ? 'updated' : 'already',
    ...{ reference, referralId },
    ...(Object.keys(changes).length > 0 && { changes }),
  };
}

function heldForAnother(cells: string[], heading: GoodRow['heading']): What {
  const problems = [{ column: heading('source_system_id'), says: ofAnother }];
  return { outcome: 'rejected', cells, problems };
}

const ofAnother = 'The id is held for the referral of another child. Each referral has an id of its own';

/** Judges rows in their order: what is wrong with one, whether it repeats another of the file, or what it asks for. */
function judgement(
  { layout, names, rows }: RowsToTake,
  { today, as, command, parts: { organisations, index } }: Taking,
) {
  const sent = { as, organisation: command.by.organisation };
  const seen = seenRows(rows);
  const columns = new Set(layout.places.keys());
  const idHeading = headingInFile(layout, 'source_system_id', names);
  const repeats = (before: number) => ({
    column: idHeading,
    says: `${layout.makesReference === true ? madeOfAnother : 'The id'} stands in row ${before} of this file already, with other content. Each referral has an id of its own`,
  });
  return ({ row, cells, broken }: CsvRecord): GoodRow | BadRow | KeptRow => {
    const reject = (...problems: NonNullable<KeptRow['problems']>): KeptRow => ({
      row,
      outcome: 'rejected',
      cells,
      problems,
    });
    if (broken !== undefined) return reject({ column: null, says: broken });
    const { stated, said, setAside: unclear } = statedIn(layout, cells, names);
    const ours = withCircumstances(cellsBy(layout, cells), stated, said);
    const read = readRowFrom(ours, { sent, organisations, today, columns });
    const inFile = <Said extends { column: ImportColumn | null }>(said: Said) => ({
      ...said,
      column: said.column && headingInFile(layout, said.column, names),
    });
    const setAside = [
      ...read.setAside.map((each) => ({ ...each, column: headingInFile(layout, each.column, names) })),
      ...unclear,
    ];
    const withAside = (kept: KeptRow) => ({ ...kept, ...(setAside.length > 0 && { setAside }) });
    if (read.kind === 'wrong') {
      const problems = read.problems.map(inFile);
      if (read.whose === undefined) return withAside(reject(...problems));
      const identity = identityOf(sent, read.whose, read.whose.sourceId);
      const before = seen.before(identity.of);
      if (before !== undefined) return withAside(reject(...problems, repeats(before)));
      return {
        ...withAside(reject(...problems)),
        ...{ referralId: referralIdFrom(index.bytesOf(identity.kind, identity.of)), idHeading },
        name: read.whose.name,
      };
    }
    const { sourceId, asked } = read;
    const identity = identityOf(sent, asked, sourceId);
    const before = seen.note(row, identity.of, JSON.stringify(contentOf(layout, cells)));
    if (before?.same === true) return { row, outcome: 'already' };
    if (before) return withAside(reject(repeats(before.row)));
    const referralId = referralIdFrom(index.bytesOf(identity.kind, identity.of));
    const heading = (column: ImportColumn) => headingInFile(layout, column, names);
    return {
      row,
      cells,
      referralId,
      asked: asked.row ? asked : { ...asked, row: sourceRowOf(asked, read.silent) },
      setAside,
      heading,
    };
  };
}

/** The circumstances that headings of their own say, beside those that are listed; an empty list where they say none. */
function withCircumstances(cells: Cells, stated: readonly string[], said: boolean): Cells {
  const listed = (cells.circumstances ?? '').split(';').map((each) => each.split(/[@/]/)[0]?.trim());
  const more = stated.filter((id) => !listed.includes(id));
  if (more.length === 0 && (!said || cells.circumstances !== undefined)) return cells;
  return { ...cells, circumstances: [cells.circumstances, ...more].filter(Boolean).join(';') };
}

const madeOfAnother =
  'The reference that is made from given name, family name, date of birth, service and received date';
