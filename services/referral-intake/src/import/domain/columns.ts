/** The columns of a file of referrals, in their order, as `data/import-columns.md` tells them. */
export const importColumns = [
  'source_system_id',
  'nhs_number',
  'given_name',
  'family_name',
  'date_of_birth',
  'gender',
  'ethnic_category',
  'postcode',
  'address_line_1',
  'gp_practice_code',
  'school_urn',
  'contact_phone',
  'contact_email',
  'service',
  'provider_code',
  'received_date',
  'source_of_referral',
  'referring_organisation',
  'clinical_priority',
  'primary_reason',
  'other_reasons',
  'team_type',
  'accepted_date',
  'first_contact_date',
  'first_contact_attendance',
  'first_contact_mechanism',
  'circumstances',
  'needs',
  'clinical_notes',
] as const;
export type ImportColumn = (typeof importColumns)[number];

/** Columns without which no row can be taken. */
export const neededColumns: readonly ImportColumn[] = [
  'source_system_id',
  'given_name',
  'family_name',
  'date_of_birth',
  'gender',
  'ethnic_category',
  'service',
  'provider_code',
  'received_date',
  'source_of_referral',
  'clinical_priority',
  'primary_reason',
];

/** What a file of rejected rows has beside the columns of the file; passed over when it comes back mended. */
export const addedColumns = ['row', 'problems'] as const;

/** Where each column stands, or what is wrong with the names in the first line. */
export function readHeader(
  names: readonly string[],
): { places: ReadonlyMap<ImportColumn, number>; width: number } | { failure: string } {
  const found = names.map((name) => name.trim().toLowerCase());
  const known: readonly string[] = importColumns;
  const missing = neededColumns.filter((column) => !found.includes(column));
  const unknown = found.filter((name) => name !== '' && !known.includes(name));
  const twice = found.filter((name, place) => name !== '' && found.indexOf(name) !== place);
  if (missing.length === neededColumns.length)
    return {
      failure: `The first line must name the columns: ${importColumns.join(', ')}. Cells are parted by a comma, a semicolon or a tab.`,
    };
  if (missing.length > 0)
    return { failure: `The first line lacks the ${columns(missing)} ${missing.join(', ')}.` };
  if (twice.length > 0)
    return { failure: `The first line names a column twice: ${twice.map(short).join(', ')}.` };
  if (unknown.length > 0)
    return {
      failure: `The first line names the unknown ${columns(unknown)} ${unknown.slice(0, 10).map(short).join(', ')}. The columns are: ${importColumns.join(', ')}.`,
    };
  const places = new Map(
    importColumns.flatMap((column) => (found.includes(column) ? [[column, found.indexOf(column)]] : [])),
  );
  return { places, width: names.length };
}

function columns(names: readonly string[]): string {
  return names.length === 1 ? 'column' : 'columns';
}

function short(name: string): string {
  return name.replace(/[^\w -]/g, '?').slice(0, 40);
}
