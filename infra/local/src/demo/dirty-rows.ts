import { addDays } from '@waymark/care-types';
import type { CalendarDate } from '@waymark/care-types';
import { importColumns } from './columns.ts';
import type { ImportColumn, ImportRow } from './columns.ts';
import { csvLine } from './csv-line.ts';

/** What a dirty row is made from: a clean row of its own, a row that stands elsewhere in the file, and today. */
export type Clean = { row: ImportRow; other: ImportRow; asOf: CalendarDate };

/** What the import makes of a dirty row. */
export type Becomes = 'rejected' | 'taken without a detail' | 'taken' | 'to decide' | 'unchanged';

/** One way in which real files go wrong, the column in which it shows, and what the import makes of it. */
type DirtyRow = {
  kind: string;
  column: ImportColumn | null;
  becomes: Becomes;
  spoil: (clean: Clean) => string | Uint8Array;
};

const set =
  (cells: Partial<Record<ImportColumn, string>>) =>
  ({ row }: Clean): string =>
    csvLine(cellsOf({ ...row, ...cells }));

const cell = (kind: string, column: ImportColumn, value: string, becomes: Becomes): DirtyRow => ({
  kind,
  column,
  becomes,
  spoil: set({ [column]: value }),
});

/** Every kind of dirty row, each at least once in a file of the usual size. */
export const dirtyRows: readonly DirtyRow[] = [
  {
    kind: 'wrong-check-digit',
    column: 'nhs_number',
    becomes: 'taken without a detail',
    spoil: ({ row }) => {
      const digit = (Number(row.nhs_number.at(-1)) + 1) % 10;
      return csvLine(cellsOf({ ...row, nhs_number: `${row.nhs_number.slice(0, -1)}${digit}` }));
    },
  },
  cell('missing-family-name', 'family_name', '', 'taken'),
  cell('missing-date-of-birth', 'date_of_birth', '', 'rejected'),
  cell('missing-service', 'service', '', 'rejected'),
  cell('missing-received-date', 'received_date', '', 'rejected'),
  cell('impossible-date', 'received_date', '2025-02-30', 'rejected'),
  {
    kind: 'future-date',
    column: 'received_date',
    becomes: 'rejected',
    spoil: (clean) => set({ received_date: addDays(clean.asOf, 30), accepted_date: '', ...noContact })(clean),
  },
  {
    kind: 'slashed-date',
    column: 'date_of_birth',
    becomes: 'taken',
    spoil: (clean) => set({ date_of_birth: clean.row.date_of_birth.split('-').reverse().join('/') })(clean),
  },
  {
    kind: 'birth-after-referral',
    column: 'date_of_birth',
    becomes: 'rejected',
    spoil: (clean) => set({ date_of_birth: addDays(clean.row.received_date as CalendarDate, 1) })(clean),
  },
  {
    kind: 'too-old',
    column: 'date_of_birth',
    becomes: 'rejected',
    spoil: (clean) =>
      set({ date_of_birth: `${Number(clean.row.received_date.slice(0, 4)) - 27}-06-15`, school_urn: '' })(
        clean,
      ),
  },
  cell('unknown-service', 'service', 'dyslexia-assessment', 'rejected'),
  cell('unknown-source', 'source_of_referral', 'ZZ', 'taken without a detail'),
  cell('unknown-reason', 'primary_reason', '17', 'taken without a detail'),
  cell('unknown-circumstance', 'circumstances', 'left-handed', 'taken without a detail'),
  cell('ended-team', 'team_type', 'A03', 'taken'),
  {
    kind: 'ended-mechanism',
    column: 'first_contact_mechanism',
    becomes: 'taken',
    spoil: (clean) =>
      set({
        first_contact_date: clean.row.received_date,
        first_contact_attendance: '5',
        first_contact_mechanism: '03',
      })(clean),
  },
  cell('unknown-practice', 'gp_practice_code', 'Z99999', 'taken without a detail'),
  cell('unknown-school', 'school_urn', '999999', 'taken without a detail'),
  cell('malformed-postcode', 'postcode', 'DH1 1A', 'taken without a detail'),
  cell('malformed-needs', 'needs', 'sleep:9/1/0;attention', 'taken without a detail'),
  cell('formula', 'address_line_1', "=cmd|' /C calc'!A0", 'taken without a detail'),
  {
    kind: 'repeated-id',
    column: 'source_system_id',
    becomes: 'unchanged',
    spoil: ({ other }) => csvLine(cellsOf(other)),
  },
  {
    kind: 'repeated-child',
    column: 'nhs_number',
    becomes: 'to decide',
    spoil: ({ row, other }) => csvLine(cellsOf({ ...other, source_system_id: row.source_system_id })),
  },
  {
    kind: 'too-few-columns',
    column: null,
    becomes: 'taken',
    spoil: ({ row }) => csvLine(cellsOf(row).slice(0, -4)),
  },
  {
    kind: 'too-many-columns',
    column: null,
    becomes: 'rejected',
    spoil: ({ row }) => csvLine([...cellsOf(row), 'extra', 'cells']),
  },
  {
    kind: 'stray-quote',
    column: 'address_line_1',
    becomes: 'taken',
    spoil: ({ row }) =>
      csvLine(cellsOf({ ...row, address_line_1: '1 Synthetic MARK Street' })).replace('MARK', '"Row"'),
  },
  {
    kind: 'wrong-encoding',
    column: 'family_name',
    becomes: 'rejected',
    // The file is UTF-8; this one cell was written by a system that is not.
    spoil: ({ row }) => withLatin1(csvLine(cellsOf({ ...row, family_name: 'Demo-Caf\u0000' }))),
  },
  {
    kind: 'white-space',
    column: 'nhs_number',
    becomes: 'taken',
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
  cell('control-character', 'given_name', 'Acorn\u0007\u001b[31m', 'rejected'),
  cell('operator', 'source_system_id', '{"$ne":1}', 'rejected'),
  cell(
    'very-long-cell',
    'clinical_notes',
    'Synthetic words without end. '.repeat(2_500),
    'taken without a detail',
  ),
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
