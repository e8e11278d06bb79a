import { nthTestNhsNumber } from '@waymark/care-types';

const cells = (n: number) => ({
  source_system_id: `SYN-${n}`,
  nhs_number: String(nthTestNhsNumber(n)),
  given_name: 'Acorn',
  family_name: `Demo-Row-${n}`,
  date_of_birth: '2016-05-04',
  gender: '1',
  ethnic_category: 'A',
  postcode: 'DH1 1AB',
  service: 'autism-assessment',
  provider_code: 'RX3',
  received_date: '2025-03-02',
  source_of_referral: 'B2',
  clinical_priority: '3',
  primary_reason: '25',
  needs: 'sleep:3/1/0',
  clinical_notes: '',
});

/** The first line of a file of synthetic referrals. */
export const rowNames = Object.keys(cells(0)).join(',');

/** A row of such a file; each number is another child. Cells are written as they are given. */
export function row(n: number, changes: Partial<ReturnType<typeof cells>> = {}): string {
  return Object.values({ ...cells(n), ...changes }).join(',');
}
