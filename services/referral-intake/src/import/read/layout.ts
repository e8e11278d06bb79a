import { circumstanceTitle, type CircumstanceId } from '@waymark/care-types';
import { importColumns, neededColumns, readHeader, type ImportColumn } from '../domain/columns.ts';
import { columnInWords, sayingOf, yesOrNo } from '../domain/coded.ts';
import { byTeamAndReason, serviceOf } from '../import-referrals/codes.ts';
import { areOfMhsds, canBeMatched, circumstancesIn, guessed, plain } from './headings.ts';
import { dayIn, type DayOrder } from '../domain/day.ts';
import type { Cells, SetAside } from '../take/row.ts';
import { cleaned, meant } from './cells.ts';
import { identifyingColumns, madeReference } from './made-reference.ts';
import { splitName } from './names.ts';

/** How the columns of a file stand for ours. */
export type Layout = {
  shape: 'template' | 'mhsds' | 'matched';
  places: ReadonlyMap<ImportColumn, number>;
  /** Where to look for a column next, where its own cell is empty. */
  otherwise: ReadonlyMap<ImportColumn, number>;
  /** What holds for every row, where the file has no column for it or the cell is empty. */
  fixed: Readonly<Partial<Record<ImportColumn, string>>>;
  /** Headings that say yes or no of a circumstance, by their place. */
  circumstances: ReadonlyMap<number, CircumstanceId>;
  /** What values of the file itself stand for: by our column, or by the circumstance, and the value as `plain` has it. */
  values: Values;
  /** Values that were asked about once and of which nothing was said: they are set aside, and not asked about again. */
  unsaid?: Readonly<Record<string, readonly string[]>>;
  /** The file has no reference of its referrals: one is made from what identifies each. */
  makesReference?: boolean;
  /** Which comes first in days that fit both orders, as somebody has said it once for these headings. */
  dayOrder?: DayOrder | undefined;
  /** In which order the days of a column are written, where it is not the day first. */
  orders?: ReadonlyMap<ImportColumn, DayOrder>;
};

/** Of a circumstance the values are `yes`, `no` and `` for not known; of a column codes of ours, and `` for set aside. */
export type Values = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What the headings of a file stand for: our template, an extract of MHSDS, or `unmatched`, where a person has to say
 * it. `failure` tells in words what is wrong with headings that nobody can match.
 */
export function layoutOf(
  names: readonly string[],
  needed: readonly ImportColumn[] = neededColumns,
): Layout | { failure: string } | 'unmatched' {
  const found = names.map((name) => name.trim().toLowerCase());
  const ours = neededColumns.filter((column) => found.includes(column)).length;
  const none: Layout['otherwise'] = new Map();
  const about = { otherwise: none, circumstances: circumstancesIn(names), values: {} };
  if (ours < neededColumns.length / 2 && canBeMatched(names)) {
    const { places, otherwise } = guessed(names);
    const fixed = { service: byTeamAndReason };
    const complete =
      lacking(places, fixed, needed).length === 0 && places.get('given_name') !== places.get('family_name');
    return areOfMhsds(names) && complete
      ? { ...about, shape: 'mhsds', places, otherwise, fixed }
      : 'unmatched';
  }
  const read = readHeader(names);
  if ('failure' in read) return read;
  if (read.lacks.some((column) => needed.includes(column))) return 'unmatched';
  return { ...about, shape: 'template', places: read.places, fixed: {} };
}

/** The needed columns that neither stand in the file nor hold for every row. */
export function lacking(
  places: ReadonlyMap<ImportColumn, unknown>,
  fixed: Layout['fixed'],
  needed: readonly ImportColumn[] = neededColumns,
): readonly ImportColumn[] {
  return needed.filter((column) => !places.has(column) && fixed[column] === undefined);
}

/** The headings that stand for nothing, as they are written. */
export function notUsed(
  layout: Pick<Layout, 'places' | 'otherwise' | 'circumstances'>,
  names: readonly string[],
) {
  const used = new Set([
    ...layout.places.values(),
    ...layout.otherwise.values(),
    ...layout.circumstances.keys(),
  ]);
  return names.filter((name, place) => !used.has(place) && name.trim() !== '');
}

/** What a column is called in the file, as its own heading has it; in our words where it has none. */
export function headingInFile({ places }: Layout, column: ImportColumn, names: readonly string[]): string {
  return names[places.get(column) ?? -1]?.trim() || columnInWords[column];
}

/** The cells of a row by our columns, without the marks that people and spreadsheets put around them. */
export function cellsBy(layout: Layout, row: readonly string[]): Cells {
  const { places, otherwise, fixed, values, orders } = layout;
  const cellOf = (column: ImportColumn, place: number | undefined) => {
    const cell = place === undefined ? '' : (row[place] ?? '');
    return meant(column, isWholeName(layout, column) ? splitName(cleaned(cell))[column] : cell);
  };
  const entries = importColumns.flatMap((column): [ImportColumn, string][] => {
    const text = cellOf(column, places.get(column)) || cellOf(column, otherwise.get(column));
    const known =
      text === '' ? fixed[column] : inOrder(valueOf(values[column], column, text), orders?.get(column));
    return known === undefined || known === '' ? [] : [[column, known]];
  });
  const cells: Cells = Object.fromEntries(entries);
  const whole = cells.service === byTeamAndReason ? { ...cells, service: serviceOf(cells) } : cells;
  const reference = layout.makesReference === true ? madeReference(whole, identifying(layout)) : undefined;
  return reference === undefined ? whole : { ...whole, source_system_id: reference };
}

/** Where a file says no day of receipt, the referrals of a child for a service are one. */
function identifying({ places }: Layout): readonly ImportColumn[] {
  return identifyingColumns.filter((column) => column !== 'received_date' || places.has(column));
}

/** What a value of the file stands for, part by part where the column holds lists. */
function valueOf(said: Values[string] | undefined, column: ImportColumn, text: string): string {
  if (said === undefined) return text;
  if (column !== 'other_reasons') return said[plain(text)] ?? text;
  return text
    .split(';')
    .map((part) => said[plain(part)] ?? part)
    .join(';');
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

/** What the headings say that speak of a circumstance. */
type StatedIn = {
  stated: CircumstanceId[];
  /** Each of them says yes or no. */
  said: boolean;
  /** What can be read as neither. */
  setAside: (Omit<SetAside, 'column'> & { column: string })[];
};

/** What the headings of a row say that speak of a circumstance, and of what they say what cannot be read. */
export function statedIn(
  { circumstances, values, shape }: Layout,
  row: readonly string[],
  names: readonly string[],
): StatedIn {
  const found: StatedIn = { stated: [], said: circumstances.size > 0, setAside: [] };
  for (const [place, id] of circumstances) {
    const cell = meant('circumstances', row[place] ?? '');
    const says = cell === '' ? null : saidOf(id, cell, { values, shape });
    if (typeof says !== 'boolean') found.said = false;
    if (says === true) found.stated.push(id);
    if (says === undefined)
      found.setAside.push({
        column: names[place] ?? '',
        says: `This says neither yes nor no to “${circumstanceTitle(id)}”`,
        cell,
      });
  }
  return found;
}

/** Yes, no, or null for not known: as it was matched, else as we read it. */
function saidOf(id: CircumstanceId, cell: string, { values, shape }: Pick<Layout, 'values' | 'shape'>) {
  const matched = values[sayingOf(id)]?.[plain(cell)];
  if (matched === undefined) return yesOrNo(cell, id, { coded: shape !== 'matched' });
  return matched === '' ? null : matched === 'yes';
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
