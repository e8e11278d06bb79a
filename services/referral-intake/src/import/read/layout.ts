import { unguarded } from '@waymark/http';
import {
  addedColumns,
  importColumns,
  neededColumns,
  readHeader,
  type ImportColumn,
} from '../domain/columns.ts';
import { inOurCodes, serviceOf } from '../import-referrals/codes.ts';
import { areOfMhsds, canBeMatched, guessed } from './headings.ts';
import type { Cells } from '../take/row.ts';

/** How the columns of a file stand for ours. */
export type Layout = {
  shape: 'template' | 'mhsds' | 'matched';
  places: ReadonlyMap<ImportColumn, number>;
  /** What holds for every row, where the file has no column for it. */
  fixed: Readonly<Partial<Record<ImportColumn, string>>>;
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
    const complete = lacking(places, { service: 'by team and reason' }).length === 0;
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

/** The cells of a row by our columns, in our codes, without the space around them and the marks against formulas. */
export function cellsBy({ shape, places, fixed }: Layout, cells: readonly string[]): Cells {
  const entries = importColumns.flatMap((column): [ImportColumn, string][] => {
    const place = places.get(column);
    const text = place === undefined ? '' : unguarded((cells[place] ?? '').trim());
    const known = text === '' ? fixed[column] : text;
    return known === undefined ? [] : [[column, known]];
  });
  const read: Cells = Object.fromEntries(entries);
  if (shape === 'template') return read;
  const coded = inOurCodes(read);
  const service = coded.service ?? (shape === 'mhsds' ? serviceOf(coded) : undefined);
  return service === undefined ? coded : { ...coded, service };
}

const contact: readonly ImportColumn[] = [
  'first_contact_date',
  'first_contact_attendance',
  'first_contact_mechanism',
];

/**
 * What makes a row the same as another: its cells, without the columns that we added to rejected rows. MHSDS repeats a
 * referral for each of its contacts, so that there the contact does not count.
 */
export function contentOf({ shape, places }: Layout, cells: readonly string[], names: readonly string[]) {
  const added: readonly string[] = addedColumns;
  const passed = new Set(shape === 'mhsds' ? contact.map((column) => places.get(column)) : []);
  return cells.filter(
    (_cell, place) => !added.includes((names[place] ?? '').trim().toLowerCase()) && !passed.has(place),
  );
}
