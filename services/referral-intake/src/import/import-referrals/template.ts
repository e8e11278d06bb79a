import { csvLine, csvStart } from '@waymark/csv';
import { importColumns, type ImportColumn } from '../domain/columns.ts';

/** The id of the example row. A file that still has it is told so. */
export const exampleId = 'EXAMPLE';

/** A row as it may look, of a synthetic child. */
const example: Readonly<Partial<Record<ImportColumn, string>>> = {
  source_system_id: exampleId,
  nhs_number: '9990000018',
  given_name: 'Synthetic',
  family_name: 'Demo-Example',
  date_of_birth: '14/05/2016',
  gender: '1',
  ethnic_category: 'A',
  postcode: 'DH1 1AB',
  service: 'autism-assessment',
  provider_code: 'RX3',
  received_date: '23/02/2026',
  source_of_referral: 'B2',
  clinical_priority: '3',
  primary_reason: '25',
  other_reasons: '24;05',
  circumstances: 'looked-after;exclusion-risk@2026-02-10',
  needs: 'sleep:3/1/0;change:2/3/2',
  clinical_notes: 'A synthetic row. Take it out before you import the file',
};

/** Our own template: the columns, and one row as an example. */
export function templateFile(): string {
  return csvStart(importColumns) + csvLine(importColumns.map((column) => example[column] ?? ''));
}
