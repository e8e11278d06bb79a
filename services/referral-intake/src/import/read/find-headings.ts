import { cleaned, headingOf } from './cells.ts';
import { guessed } from './headings.ts';
import type { CsvRecord } from './read-records.ts';

/** Titles above the headings are looked through so far, in lines. */
export const mostTitles = 40;

/** So many headings that are known make a line the one with the headings. */
const certain = 3;

/**
 * The record with the headings among the first of a file: the first with three or more that we know; else the first that
 * has at least three words, below titles of one or two; else the first that holds anything.
 */
export function headingsAmong(records: readonly CsvRecord[]): CsvRecord | undefined {
  const filled = records.filter((record) => record.broken !== undefined || !isEmpty(record.cells));
  return (
    filled.find((record) => record.broken === undefined && knownIn(record) >= certain) ??
    (isTitle(filled[0]) ? filled.find((record) => wordsIn(record) >= certain) : undefined) ??
    filled[0]
  );
}

/** How many of a record's cells are headings that we know. */
export function knownIn({ cells }: Pick<CsvRecord, 'cells'>): number {
  return guessed(cells.map(headingOf)).places.size;
}

/** Whether no cell holds anything that a person sees. */
export function isEmpty(cells: readonly string[]): boolean {
  return cells.every((cell) => cleaned(cell) === '');
}

function isTitle(record: CsvRecord | undefined): boolean {
  return record?.broken === undefined && record !== undefined && filledIn(record) < certain;
}

function filledIn({ cells }: CsvRecord): number {
  return cells.filter((cell) => cleaned(cell) !== '').length;
}

function wordsIn({ cells, broken }: CsvRecord): number {
  return broken === undefined ? cells.filter((cell) => /\p{L}/u.test(cell)).length : 0;
}
