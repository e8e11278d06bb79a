import { importColumns, neededColumns, readHeader, type ImportColumn } from '../domain/columns.ts';
import { inOurCodes, serviceOf } from '../import-referrals/codes.ts';
import { areOfMhsds, canBeMatched, guessed } from './headings.ts';
import { dayIn, type DayOrder } from '../domain/day.ts';
import type { Cells } from '../take/row.ts';
import { cleaned, meant } from './cells.ts';
import { madeReference } from './made-reference.ts';
import { splitName } from './names.ts';

/** How the columns of a file stand for ours. */
export type Layout = {
  shape: 'template' | 'mhsds' | 'matched';
  places: ReadonlyMap<ImportColumn, number>;
  /** What holds for every row, where the file has no column for it. */
  fixed: Readonly<Partial<Record<ImportColumn, string>>>;
  /** The file has no reference of its referrals: one is made from what identifies each. */
  makesReference?: boolean;
  /** In which order the days of a column are written, where it is not the day first. */
  orders?: ReadonlyMap<ImportColumn, DayOrder>;
};

/**
 * What the headings of a file stand for: our template, an extract of MHSDS, or `unmatched`, where a person has to say
 * it. `failure` tells in words what is wrong with headings that nobody can match.
 */
export function layoutOf(names: readonly string[]): Layout | { failure: string } | 'unmatched' {
  const found = names.map((name) => name.trim().toLowerCase());
  const ours = neededColumns.filter((column) => found.includes(column)).length;
  if (ours < neededColumns.length / 2 && canBeMatched(names)) {
    const places = guessed(names);
    const complete =
      lacking(places, { service: 'by team and reason' }).length === 0 &&
      places.get('given_name') !== places.get('family_name');
    return areOfMhsds(names) && complete ? { shape: 'mhsds', places, fixed: {} } : 'unmatched';
  }
  const read = readHeader(names);
  return 'failure' in read ? read : { shape: 'template', places: read.places, fixed: {} };
}

/** The needed columns that neither stand in the file nor hold for every row. */
export function lacking(
  places: ReadonlyMap<ImportColumn, unknown>,
  fixed: Layout['fixed'],
): readonly ImportColumn[] {
  return neededColumns.filter((column) => !places.has(column) && fixed[column] === undefined);
}

/** The cells of a row by our columns, in our codes, without the marks that people and spreadsheets put around them. */
export function cellsBy(layout: Layout, cells: readonly string[]): Cells {
  const { shape, places, fixed, orders } = layout;
  const entries = importColumns.flatMap((column): [ImportColumn, string][] => {
    const place = places.get(column);
    const cell = place === undefined ? '' : (cells[place] ?? '');
    const text = meant(column, isWholeName(layout, column) ? splitName(cleaned(cell))[column] : cell);
    const known = text === '' ? fixed[column] : inOrder(text, orders?.get(column));
    return known === undefined ? [] : [[column, known]];
  });
  const coded = inOurCodes(Object.fromEntries(entries));
  const service = coded.service ?? (shape === 'mhsds' ? serviceOf(coded) : undefined);
  const whole = service === undefined ? coded : { ...coded, service };
  const reference = layout.makesReference === true ? madeReference(whole) : undefined;
  return reference === undefined ? whole : { ...whole, source_system_id: reference };
}

/** Whether one heading stands for both names: its cells hold the whole name. */
function isWholeName({ places }: Layout, column: ImportColumn): column is 'given_name' | 'family_name' {
  const isName = column === 'given_name' || column === 'family_name';
  return isName && places.get('given_name') === places.get('family_name');
}

/** A day with the month first as year-month-day; all else is read alike everywhere. */
function inOrder(text: string, order: DayOrder | undefined): string {
  return order === 'month-first' ? (dayIn(text, order) ?? text) : text;
}

const contact: readonly ImportColumn[] = [
  'first_contact_date',
  'first_contact_attendance',
  'first_contact_mechanism',
];

/**
 * What makes a row the same as another: its cells. MHSDS repeats a referral for each of its contacts, so that there the
 * contact does not count.
 */
export function contentOf({ shape, places }: Layout, cells: readonly string[]) {
  const passed = new Set(shape === 'mhsds' ? contact.map((column) => places.get(column)) : []);
  return cells.filter((_cell, place) => !passed.has(place)).map(cleaned);
}
