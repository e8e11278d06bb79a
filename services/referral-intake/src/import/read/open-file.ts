import { addedColumns } from '../domain/columns.ts';
import { headingOf } from './cells.ts';
import { noteDays, type DaysSeen } from './day-orders.ts';
import { otherKind } from './file-kind.ts';
import { headingsAmong, isEmpty, mostTitles } from './find-headings.ts';
import { isNoRow } from './not-rows.ts';
import { openText, textRecords, type TextTable } from './open-text.ts';
import {
  isArchive,
  isCompoundFile,
  openWorkbook,
  sheetRecords,
  whyUnreadable,
  type SheetTable,
} from './workbook/open-workbook.ts';
import { UnreadableWorkbook } from './workbook/unreadable.ts';
import { notUtf8, openQuote, tooLong, type CsvRecord } from './read-records.ts';
import { beginningOf, type StoredFile } from './stored-file.ts';

/** Where the headings of a table stand, and what they are. */
type Headings = {
  /** The row with the headings, as a spreadsheet counts. */
  row: number;
  /** The headings as they stand, each in one line, without the columns that we added to rejected rows. */
  names: readonly string[];
  /** Where the columns stand that we added to rejected rows. */
  addedAt: number | undefined;
};

/** What a first reading of the whole file told. */
export type Surveyed = {
  table: TextTable | SheetTable;
  /** How the file was read, in words: its letters, or its sheet. */
  readAs: string;
  headings: Headings;
  /** The headings in their order, as they stand. */
  names: readonly string[];
  /** Rows below the headings that hold something. */
  rows: number;
  /** Lines that are no rows, such as totals, by their number: the first of them. */
  passedOver: readonly number[];
  /** What the days at each place of a row tell of the order of day and month. */
  days: ReadonlyMap<number, DaysSeen>;
};

/** So many lines that were passed over are told. */
const mostTold = 100;

/** What of a file is to be read: the sheet of a workbook by its name; otherwise the first. */
export type Choice = { sheet: string | null };

/**
 * Read a file once to its end: kind, letters, separator, headings, number of rows. `failure` tells in words why nothing
 * of it can be read. Once `signal` is aborted it is read no further than its headings.
 */
export async function survey(
  file: StoredFile,
  signal: AbortSignal,
  choice: Choice = { sheet: null },
): Promise<Surveyed | { failure: string }> {
  try {
    const opened = await open(file, choice);
    if ('failure' in opened) return opened;
    try {
      return await surveyed(opened, signal);
    } finally {
      await opened.records.return(undefined);
    }
  } catch (error) {
    if (error instanceof UnreadableWorkbook) return { failure: error.message };
    throw error;
  }
}

/** A file that is read for the first time. What stands in functions is known once all records have been read. */
type Opened = {
  records: AsyncGenerator<CsvRecord>;
  table(): Surveyed['table'];
  readAs(): string;
  /** Said where there is nothing in it. */
  empty: string;
};

async function open(file: StoredFile, { sheet }: Choice): Promise<Opened | { failure: string }> {
  const first = await beginningOf(file, 16);
  if (first.length === 0) return { failure: 'The file is empty.' };
  if (isCompoundFile(first)) return { failure: await whyUnreadable(file) };
  if (isArchive(first)) {
    const { table, readAs } = await openWorkbook(file, sheet);
    return {
      records: sheetRecords(file, table),
      table: () => table,
      readAs: () => readAs,
      empty: 'The sheet is empty. Where the referrals are in another sheet of the workbook, write its name.',
    };
  }
  const strange = otherKind(first);
  if (strange !== undefined) return { failure: strange };
  const opened = await openText(file, first);
  return 'failure' in opened ? opened : { ...opened, empty: 'The file is empty.' };
}

async function surveyed(
  { records, table: tableOf, readAs, empty }: Opened,
  signal: AbortSignal,
): Promise<Surveyed | { failure: string }> {
  const beginning = await firstOf(records, mostTitles);
  const found = headingsAmong(beginning);
  if (found === undefined) return { failure: empty };
  const headings = headingsIn(found);
  const days = new Map<number, DaysSeen>();
  const passedOver: number[] = [];
  let rows = 0;
  const all = tableRows(chained(beginning, records), headings, (row) => {
    if (passedOver.length < mostTold) passedOver.push(row);
  });
  for await (const { cells } of all) {
    if (signal.aborted) break;
    rows += 1;
    noteDays(days, cells);
  }
  const table = tableOf();
  const { broken } = found;
  const onlyLetters = broken === notUtf8 && table.kind === 'text' && table.letters === 'windows-1252';
  if (broken !== undefined && !onlyLetters)
    return { failure: `The headings in row ${found.row} cannot be read. ${broken}.` };
  return { table, readAs: readAs(), headings, names: headings.names, rows, passedOver, days };
}

/**
 * The rows of a file that has been surveyed, below its headings: those that hold something, each with a cell for each
 * heading, numbered as a spreadsheet counts.
 */
export function rowsBelow(
  file: StoredFile,
  { table, headings }: Pick<Surveyed, 'table' | 'headings'>,
): AsyncGenerator<CsvRecord> {
  const records = table.kind === 'sheet' ? sheetRecords(file, table) : textRecords(file, table);
  return tableRows(records, headings, () => undefined);
}

async function* tableRows(
  records: AsyncIterable<CsvRecord>,
  headings: Headings,
  passOver: (row: number) => void,
): AsyncGenerator<CsvRecord> {
  for await (const record of records) {
    if (record.row <= headings.row) continue;
    const { cells, addedBefore } = parted(record.cells, headings);
    const still = stillBroken(cells, addedBefore);
    if (isEmpty(cells) && record.broken === undefined && still === undefined) continue;
    if (isNoRow(cells, headings.names)) passOver(record.row);
    else yield { row: record.row, ...fitted(cells, headings, record.broken ?? still) };
  }
}

/** The cells of the file itself, and what we had said of the row before, where it comes back. */
function parted(all: readonly string[], { addedAt }: Headings) {
  if (addedAt === undefined) return { cells: [...all], addedBefore: '' };
  return { cells: all.toSpliced(addedAt, addedColumns.length), addedBefore: all[addedAt + 1] ?? '' };
}

/** A row that was broken in the file before and came back as it was, where nothing but our word shows it. */
function stillBroken(cells: readonly string[], addedBefore: string): string | undefined {
  if (addedBefore === '') return undefined;
  const shows = [
    { says: notUtf8, still: true },
    { says: tooLong, still: isEmpty(cells) },
    {
      says: openQuote,
      still: cells.some((cell) => cell.startsWith('"') && cell.split('"').length % 2 === 0),
    },
  ];
  return shows.find(({ says, still }) => still && addedBefore.includes(says))?.says;
}

/** A cell for each heading: those that were cut off at the end are empty, and empty ones beyond are none. */
function fitted(cells: string[], { names }: Headings, broken: string | undefined): Omit<CsvRecord, 'row'> {
  if (broken !== undefined) return { cells, broken };
  const missing = names.length - cells.length;
  if (missing >= 0) return { cells: [...cells, ...Array.from({ length: missing }, () => '')] };
  if (isEmpty(cells.slice(names.length))) return { cells: cells.slice(0, names.length) };
  return {
    cells,
    broken: `The row has ${cells.length} cells, and there are ${names.length} headings. Where a cell holds the sign that parts cells, put the cell in double quotes`,
  };
}

function headingsIn({ row, cells }: CsvRecord): Headings {
  const names = cells.map(headingOf);
  const [first, second] = addedColumns;
  const at = names.findIndex(
    (name, place) => name.toLowerCase() === first && names[place + 1]?.toLowerCase() === second,
  );
  if (at < 0) return { row, names, addedAt: undefined };
  return { row, names: names.toSpliced(at, addedColumns.length), addedAt: at };
}

async function firstOf(records: AsyncGenerator<CsvRecord>, most: number): Promise<CsvRecord[]> {
  const first: CsvRecord[] = [];
  while ((first.at(-1)?.row ?? 0) < most) {
    const next = await records.next();
    if (next.done === true) break;
    first.push(next.value);
  }
  return first;
}

async function* chained(
  first: readonly CsvRecord[],
  then: AsyncIterable<CsvRecord>,
): AsyncGenerator<CsvRecord> {
  yield* first;
  yield* then;
}
