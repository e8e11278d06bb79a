import { calendarDate, nthTestNhsNumber } from '@waymark/care-types';
import { organisationsOf } from '../../shared/domain/organisations.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { readRow, type Cells } from './row.ts';

const organisations = organisationsOf([
  { code: '114312', name: 'Synthetic School', kind: 'school', place: 'Durham' },
  { code: 'A83001', name: 'Synthetic Practice', kind: 'practice', place: 'DH1' },
  { code: 'RX3', name: 'Synthetic Trust', kind: 'trust', place: '' },
]);
const today = calendarDate('2026-11-21');
const good: Cells = {
  source_system_id: 'SYN-1',
  nhs_number: nthTestNhsNumber(1),
  given_name: 'Acorn',
  family_name: 'Demo-Ashgill',
  date_of_birth: '2016-05-04',
  gender: '1',
  ethnic_category: 'A',
  postcode: 'dh11ab',
  gp_practice_code: 'A83001',
  school_urn: '114312',
  service: 'autism-assessment',
  provider_code: 'RX3',
  received_date: '2025-03-02',
  source_of_referral: 'C2',
  referring_organisation: '114312',
  clinical_priority: '3',
  primary_reason: '25',
  other_reasons: '24; 05',
  team_type: 'C01',
  accepted_date: '2025-03-10',
  first_contact_date: '2026-01-05',
  first_contact_attendance: '5',
  first_contact_mechanism: '01',
  circumstances: 'looked-after;exclusion-risk@2026-02-10',
  needs: 'sleep:3/1/0;change:2/3/2',
  clinical_notes: 'Synthetic words.',
};
const read = (changes: Partial<Record<ImportColumn, string | undefined>> = {}) =>
  readRow(
    Object.fromEntries(Object.entries({ ...good, ...changes }).filter(([, cell]) => cell !== undefined)),
    { organisations, today },
  );

test('a row in order is read whole', () => {
  expect(read()).toMatchObject({
    kind: 'read',
    sourceId: 'SYN-1',
    asked: {
      child: { familyName: 'Demo-Ashgill', postcode: 'DH1 1AB', school: '114312' },
      otherReasons: ['24', '05'],
      acceptedOn: '2025-03-10',
      knownContacts: [{ on: '2026-01-05', attendance: '5', mechanism: '01' }],
      circumstances: [
        { id: 'looked-after', source: 'import' },
        { id: 'exclusion-risk', since: '2026-02-10', source: 'import' },
      ],
      needs: [
        { domain: 'sleep', home: 3, school: 1, community: 0 },
        { domain: 'change', home: 2, school: 3, community: 2 },
      ],
    },
  });
});

const wrong: [ImportColumn, string | undefined, string][] = [
  ['source_system_id', '{"$ne":1}', 'letters, digits'],
  [
    'source_system_id',
    '9.99E+09',
    'Excel has rounded this number; format the column as text and export again',
  ],
  ['nhs_number', '9990000019', 'not a valid NHS number'],
  ['nhs_number', '9.99E+09', 'Excel has rounded this number; format the column as text and export again'],
  ['contact_phone', '7.7E+09', 'Excel has rounded this number'],
  ['given_name', undefined, 'needed'],
  ['given_name', 'Acorn\u0007', 'control characters'],
  ['family_name', '=1+1', 'must not begin with'],
  ['family_name', 'x'.repeat(101), 'at most 100'],
  ['source_system_id', 'EXAMPLE', 'example row'],
  ['date_of_birth', '31/02/2016', 'day/month/year'],
  ['date_of_birth', '05/13/2016', 'day/month/year'],
  ['date_of_birth', '4 Mai 2016', 'year-month-day'],
  ['date_of_birth', '2025-02-30', 'real date'],
  ['date_of_birth', '2025-03-03', 'not be after'],
  ['date_of_birth', '1998-06-15', 'at most 25 years'],
  ['received_date', '2025-03-32', 'real date'],
  ['gender', '7', '1 (Male)'],
  ['postcode', 'DH1 1A', 'full UK postcode'],
  ['gp_practice_code', 'Z99999', 'active GP practice'],
  ['gp_practice_code', '114312', 'active GP practice'],
  ['school_urn', '999999', 'open school'],
  ['referring_organisation', '999999', 'neither'],
  ['provider_code', 'A83001', 'provider'],
  ['contact_phone', 'ring me', 'phone number'],
  ['contact_email', 'nobody', 'email address'],
  ['service', 'dyslexia-assessment', 'autism-assessment'],
  ['primary_reason', '17', 'must be one of'],
  ['other_reasons', '24;17', 'must be one of'],
  ['other_reasons', '25', 'must not repeat'],
  ['team_type', 'A03', 'not in use on 2025-03-02'],
  ['accepted_date', '2025-03-01', 'not be before'],
  ['first_contact_date', '2025-03-01', 'not be before'],
  ['first_contact_attendance', undefined, 'needs its date'],
  ['first_contact_mechanism', '03', 'not in use on 2026-01-05'],
  ['circumstances', 'left-handed', 'must be one of'],
  ['circumstances', 'looked-after@yesterday', 'real date'],
  ['circumstances', 'looked-after;looked-after', 'only once'],
  ['needs', 'sleep:9/1/0', '0 to 3'],
  ['needs', 'wizardry:1/1/0', 'must be one of'],
  ['needs', 'sleep:1/1/0;sleep:2/2/2', 'only once'],
  ['clinical_notes', 'x'.repeat(10_001), '10,000'],
];

test.each(wrong)('%s as %j is told as wrong, with what is allowed', (column, cell, says) => {
  const problems = [{ column, says: expect.stringContaining(says) as string }];
  expect(read({ [column]: cell })).toEqual({ kind: 'wrong', problems });
});

test('a received date in the future is told as wrong', () => {
  const later = { accepted_date: undefined, first_contact_date: undefined };
  const alone = { ...later, first_contact_attendance: undefined, first_contact_mechanism: undefined };
  expect(read({ received_date: '2026-11-21', ...alone }).kind).toBe('read');
  expect(read({ received_date: '2026-11-22', ...alone })).toMatchObject({
    problems: [{ column: 'received_date', says: 'The received date must not be in the future' }],
  });
});

test('everything that is wrong with a row is told at once', () => {
  const result = read({ service: 'x', gender: '7', family_name: undefined });
  expect(result.kind === 'wrong' && result.problems.map(({ column }) => column).toSorted()).toEqual([
    'family_name',
    'gender',
    'service',
  ]);
});

test.each(['R 12/34', 'CAMHS #7 (b)', 'Ö-1', '/7', 'RX3|0001', "O'B 1"])('%j is an id', (id) => {
  expect(read({ source_system_id: id })).toMatchObject({ kind: 'read', sourceId: id });
});

test.each(['04/05/2016', '4/5/2016', '2016-05-04', '2016-05-04T00:00:00', '4-May-2016', '42494'])(
  'a day may be written %s',
  (written) => {
    expect(read({ date_of_birth: written })).toMatchObject({
      kind: 'read',
      asked: { child: { dateOfBirth: '2016-05-04' } },
    });
  },
);
