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
  'main_language',
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

/** Columns without which no row can be taken. Of a child with one name, one of the two may be empty. */
export const neededColumns: readonly ImportColumn[] = [
  'source_system_id',
  'given_name',
  'family_name',
  'date_of_birth',
  'service',
  'received_date',
];

/** What a file of rejected rows has beside the columns of the file; passed over when it comes back mended. */
export const addedColumns = ['row', 'problems'] as const;

/**
 * Where each column stands in a file that has our names, and which needed ones it lacks; or what is wrong with the names
 * in the first line. Other names may stand beside ours: they are not used.
 */
export function readHeader(
  names: readonly string[],
): { places: ReadonlyMap<ImportColumn, number>; lacks: readonly ImportColumn[] } | { failure: string } {
  const found = names.map((name) => name.trim().toLowerCase());
  const lacks = neededColumns.filter((column) => !found.includes(column));
  const twice = importColumns.filter((column) => found.indexOf(column) !== found.lastIndexOf(column));
  if (lacks.length === neededColumns.length)
    return {
      failure: `The first line must name the columns: ${importColumns.join(', ')}. Cells are parted by a comma, a semicolon or a tab.`,
    };
  if (found.length < 3) return { failure: `The first line lacks the columns ${lacks.join(', ')}.` };
  if (twice.length > 0) return { failure: `The first line names a column twice: ${twice.join(', ')}.` };
  const places = new Map(
    importColumns.flatMap((column) => (found.includes(column) ? [[column, found.indexOf(column)]] : [])),
  );
  return { places, lacks };
}
