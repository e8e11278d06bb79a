import { addDays } from '@waymark/care-types';
import type { CalendarDate } from '@waymark/care-types';
import { importColumns } from './columns.ts';
import type { ImportColumn, ImportRow } from './columns.ts';
import { csvLine } from './csv-line.ts';

/** What a dirty row is made from: a clean row of its own, a row that stands elsewhere in the file, and today. */
export type Clean = { row: ImportRow; other: ImportRow; asOf: CalendarDate };

/** One way in which real files go wrong, and the column in which it shows. */
type DirtyRow = { kind: string; column: ImportColumn | null; spoil: (clean: Clean) => string | Uint8Array };

const set =
  (cells: Partial<Record<ImportColumn, string>>) =>
  ({ row }: Clean): string =>
    csvLine(cellsOf({ ...row, ...cells }));

const cell = (kind: string, column: ImportColumn, value: string): DirtyRow => ({
  kind,
  column,
  spoil: set({ [column]: value }),
});

/** Every kind of dirty row, each at least once in a file of the usual size. */
export const dirtyRows: readonly DirtyRow[] = [
  {
    kind: 'wrong-check-digit',
    column: 'nhs_number',
    spoil: ({ row }) => {
      const digit = (Number(row.nhs_number.at(-1)) + 1) % 10;
      return csvLine(cellsOf({ ...row, nhs_number: `${row.nhs_number.slice(0, -1)}${digit}` }));
    },
  },
  cell('missing-family-name', 'family_name', ''),
  cell('missing-date-of-birth', 'date_of_birth', ''),
  cell('missing-service', 'service', ''),
  cell('missing-received-date', 'received_date', ''),
  cell('impossible-date', 'received_date', '2025-02-30'),
  {
    kind: 'future-date',
    column: 'received_date',
    spoil: (clean) => set({ received_date: addDays(clean.asOf, 30), accepted_date: '', ...noContact })(clean),
  },
  {
    kind: 'slashed-date',
    column: 'date_of_birth',
    spoil: (clean) => set({ date_of_birth: clean.row.date_of_birth.split('-').reverse().join('/') })(clean),
  },
  {
    kind: 'birth-after-referral',
    column: 'date_of_birth',
    spoil: (clean) => set({ date_of_birth: addDays(clean.row.received_date as CalendarDate, 1) })(clean),
  },
  {
    kind: 'too-old',
    column: 'date_of_birth',
    spoil: (clean) =>
      set({ date_of_birth: `${Number(clean.row.received_date.slice(0, 4)) - 27}-06-15`, school_urn: '' })(
        clean,
      ),
  },
  cell('unknown-service', 'service', 'dyslexia-assessment'),
  cell('unknown-source', 'source_of_referral', 'ZZ'),
  cell('unknown-reason', 'primary_reason', '17'),
  cell('unknown-circumstance', 'circumstances', 'left-handed'),
  cell('ended-team', 'team_type', 'A03'),
  {
    kind: 'ended-mechanism',
    column: 'first_contact_mechanism',
    spoil: (clean) =>
      set({
        first_contact_date: clean.row.received_date,
        first_contact_attendance: '5',
        first_contact_mechanism: '03',
      })(clean),
  },
  cell('unknown-practice', 'gp_practice_code', 'Z99999'),
  cell('unknown-school', 'school_urn', '999999'),
  cell('malformed-postcode', 'postcode', 'DH1 1A'),
  cell('malformed-needs', 'needs', 'sleep:9/1/0;attention'),
  cell('formula', 'address_line_1', "=cmd|' /C calc'!A0"),
  { kind: 'repeated-id', column: 'source_system_id', spoil: ({ other }) => csvLine(cellsOf(other)) },
  {
    kind: 'repeated-child',
    column: 'nhs_number',
    spoil: ({ row, other }) => csvLine(cellsOf({ ...other, source_system_id: row.source_system_id })),
  },
  { kind: 'too-few-columns', column: null, spoil: ({ row }) => csvLine(cellsOf(row).slice(0, -4)) },
  {
    kind: 'too-many-columns',
    column: null,
    spoil: ({ row }) => csvLine([...cellsOf(row), 'extra', 'cells']),
  },
  {
    kind: 'stray-quote',
    column: 'address_line_1',
    spoil: ({ row }) =>
      csvLine(cellsOf({ ...row, address_line_1: '1 Synthetic MARK Street' })).replace('MARK', '"Row"'),
  },
  {
    kind: 'wrong-encoding',
    column: 'family_name',
    // The file is UTF-8; this one cell was written by a system that is not.
    spoil: ({ row }) => withLatin1(csvLine(cellsOf({ ...row, family_name: 'Demo-Caf\u0000' }))),
  },
  {
    kind: 'white-space',
    column: 'nhs_number',
    spoil: ({ row }) =>
      csvLine(
        cellsOf({
          ...row,
          nhs_number: ` ${row.nhs_number.slice(0, 3)} ${row.nhs_number.slice(3, 6)} ${row.nhs_number.slice(6)} `,
          family_name: `  ${row.family_name}\t`,
          postcode: row.postcode.toLowerCase().replace(' ', ''),
        }),
      ),
  },
  cell('control-character', 'given_name', 'Acorn\u0007\u001b[31m'),
  cell('operator', 'source_system_id', '{"$ne":1}'),
  cell('very-long-cell', 'clinical_notes', 'Synthetic words without end. '.repeat(2_500)),
];

const noContact = { first_contact_date: '', first_contact_attendance: '', first_contact_mechanism: '' };

/** The cells of a row in the order of the columns. */
export function cellsOf(row: ImportRow): string[] {
  return importColumns.map((column) => row[column]);
}

function withLatin1(line: string): Uint8Array {
  const bytes = new TextEncoder().encode(line);
  const at = bytes.indexOf(0);
  return bytes.with(at, 0xe9);
}
