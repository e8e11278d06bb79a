import { calendarDate, nthTestNhsNumber } from '@waymark/care-types';
import { organisationsOf } from '../../shared/domain/organisations.ts';
import type { ImportColumn } from '../domain/columns.ts';
import { readRow, type Cells } from './row.ts';

const organisations = organisationsOf(
  [
    { code: '114312', name: 'Synthetic School', kind: 'school', place: 'Durham' },
    { code: 'A83001', name: 'Synthetic Practice', kind: 'practice', place: 'DH1' },
    { code: 'RX3', name: 'Synthetic Trust', kind: 'trust', place: '' },
  ],
  {
    closed: [
      {
        ...{ code: 'A83004', name: 'Synthetic Old Practice', kind: 'practice', place: 'SR7' },
        closedOn: calendarDate('2020-11-30'),
      },
    ],
    defaults: [
      { code: 'V81997', kind: 'practice', means: 'none', text: 'Not registered' },
      { code: 'V81999', kind: 'practice', means: 'not known', text: 'Not known' },
      { code: 'V81998', kind: 'practice', means: 'none', text: 'Does not apply' },
      { code: 'X99998', kind: 'trust', means: 'none', text: 'Does not apply' },
      { code: 'X99999', kind: 'trust', means: 'not known', text: 'Not known' },
      { code: '89999', kind: 'trust', means: 'not known', text: 'Outside the NHS' },
    ],
  },
);
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
  ['source_system_id', undefined, 'needed'],
  ['source_system_id', 'EXAMPLE', 'example row'],
  ['given_name', 'Acorn\u0007', 'control characters'],
  ['family_name', '=Ash()', 'must not begin with'],
  ['family_name', 'x'.repeat(101), 'at most 100'],
  ['date_of_birth', '31/02/2016', 'day/month/year'],
  ['date_of_birth', '05/13/2016', 'day/month/year'],
  ['date_of_birth', '2025-02-30', 'real date'],
  ['date_of_birth', '2025-03-03', 'not be after'],
  ['date_of_birth', '1998-06-15', 'at most 25 years'],
  ['received_date', '2025-03-32', 'real date'],
  ['service', 'dyslexia-assessment', 'autism-assessment'],
];

test.each(wrong)('without %s, here %j, there is no referral, and it is said why', (column, cell, says) => {
  const problems = [{ column, says: expect.stringContaining(says) as string }];
  const isKnown = !['source_system_id', 'given_name', 'family_name'].includes(column);
  const whose = {
    sourceId: 'SYN-1',
    provider: 'RX3',
    name: { givenName: 'Acorn', familyName: 'Demo-Ashgill' },
  };
  expect(read({ [column]: cell })).toEqual({
    ...{ kind: 'wrong', problems, setAside: [] },
    whose: isKnown ? whose : undefined,
  });
});

const aside: [ImportColumn, string, string, string?][] = [
  ['nhs_number', '9990000019', 'not a valid NHS number'],
  ['nhs_number', '9.99E+09', 'Excel has rounded this number; format the column as text and export again'],
  ['contact_phone', '7.7E+09', 'Excel has rounded this number'],
  ['family_name', '=1+1', 'at least one letter'],
  ['given_name', '-', 'at least one letter'],
  ['gender', '7', '1 (Male)'],
  ['ethnic_category', 'Klingon', 'A (White: British)'],
  ['postcode', 'DH1 1A', 'the first half of it'],
  ['nhs_number', '0000000000', 'was never given to anybody'],
  ['provider_code', '89999', 'the usual one of the service is taken'],
  ['gp_practice_code', 'Dr Foster of Gloucester', 'nor the whole name'],
  ['school_urn', 'A83001', 'neither the URN'],
  ['referring_organisation', 'the school', 'neither'],
  ['provider_code', 'A83001', 'provider'],
  ['contact_phone', 'ring me', 'phone number'],
  ['contact_email', 'nobody', 'email address'],
  ['main_language', 'Elvish', 'language from the list'],
  ['source_of_referral', 'N1', 'must be one of'],
  ['clinical_priority', 'whenever', 'it is taken as routine'],
  ['primary_reason', '17', 'must be one of'],
  ['other_reasons', '24;17', 'must be one of', '17'],
  ['team_type', 'X99', 'must be one of'],
  ['accepted_date', '2025-03-01', 'not be before'],
  ['accepted_date', 'soon', 'real date'],
  ['first_contact_date', '2025-03-01', 'not be before'],
  ['circumstances', 'looked-after;left-handed', 'must be one of', 'left-handed'],
  ['circumstances', 'looked-after@yesterday', 'real date'],
  ['circumstances', 'looked-after;looked-after', 'in the list already', 'looked-after'],
  ['needs', 'sleep:9/1/0', '0 to 3'],
  ['needs', 'change:1/1/0;wizardry:1/1/0', 'must be one of', 'wizardry:1/1/0'],
  ['needs', 'sleep:1/1/0;sleep:2/2/2', 'in the list already', 'sleep:2/2/2'],
];

test.each(aside)('%s as %j costs that detail, not the child', (column, cell, says, part = cell) => {
  const result = read({ [column]: cell });
  expect(result).toMatchObject({ kind: 'read', sourceId: 'SYN-1' });
  expect(result.setAside).toEqual([{ column, says: expect.stringContaining(says) as string, cell: part }]);
});

test('what is left when details are set aside is what could be read', () => {
  expect(
    read({
      nhs_number: '9990000019',
      gender: '?',
      ethnic_category: '?',
      clinical_priority: '?',
      source_of_referral: '?',
      primary_reason: '?',
      other_reasons: '05;17',
      circumstances: 'looked-after;left-handed',
      clinical_notes: 'x'.repeat(10_001),
      first_contact_attendance: '?',
    }),
  ).toMatchObject({
    kind: 'read',
    asked: {
      child: { nhsNumber: undefined, gender: 'X', ethnicCategory: '99' },
      ...{ priority: '3', source: 'X', primaryReason: '25', otherReasons: ['05'] },
      circumstances: [{ id: 'looked-after', source: 'import' }],
      notes: 'x'.repeat(10_000),
      knownContacts: [],
    },
  });
});

test('what a file does not say is not known, and the provider follows from the service', () => {
  const bare = {
    source_system_id: 'SYN-2',
    given_name: 'Acorn',
    date_of_birth: '2016-05-04',
    service: 'camhs-community',
    received_date: '2025-03-02',
  };
  expect(readRow(bare, { organisations, today })).toMatchObject({
    kind: 'read',
    setAside: [],
    silent: [
      ...['gender', 'ethnic_category', 'provider_code', 'source_of_referral', 'clinical_priority'],
      ...['primary_reason', 'other_reasons', 'circumstances', 'needs'],
    ],
    asked: {
      child: { givenName: 'Acorn', familyName: '', gender: 'X', ethnicCategory: '99' },
      ...{ provider: 'RX3', source: 'X', priority: '3', primaryReason: 'X', otherReasons: [] },
    },
  });
});

test.each<[ImportColumn, string, object]>([
  ['gender', 'Male', { child: { gender: '1' } }],
  ['gender', 'f', { child: { gender: '2' } }],
  ['gender', '0', { child: { gender: 'X' } }],
  ['gender', 'Z', { child: { gender: 'Z' } }],
  ['gender', '3', { child: { gender: '3' } }],
  ['gender', '1.0', { child: { gender: '1' } }],
  ['ethnic_category', 'A1', { child: { ethnicCategory: 'A' } }],
  ['ethnic_category', 'zz', { child: { ethnicCategory: 'Z' } }],
  ['ethnic_category', '99', { child: { ethnicCategory: '99' } }],
  ['ethnic_category', 'White - British', { child: { ethnicCategory: 'A' } }],
  ['ethnic_category', 'Any other mixed background', { child: { ethnicCategory: 'G' } }],
  ['clinical_priority', 'urgent', { priority: '2' }],
  ['source_of_referral', 'c2', { source: 'C2' }],
  ['primary_reason', '5', { primaryReason: '05' }],
  ['primary_reason', 'ADHD', { primaryReason: '24', otherReasons: ['05'] }],
  ['other_reasons', '4; 24', { otherReasons: ['04', '24'] }],
  ['team_type', 'C3', { team: 'C10' }],
  ['team_type', 'a03', { team: 'A02' }],
  ['first_contact_attendance', '05', { knownContacts: [{ attendance: '5' }] }],
  ['first_contact_attendance', 'DNA', { knownContacts: [{ attendance: '3' }] }],
  ['first_contact_mechanism', '1', { knownContacts: [{ mechanism: '01' }] }],
  ['first_contact_mechanism', '03', { knownContacts: [{ mechanism: '11' }] }],
  ['service', 'Autism assessment', { service: 'autism-assessment' }],
  ['main_language', 'Polish', { child: { mainLanguage: 'pl' } }],
  ['gp_practice_code', 'synthetic practice', { child: { practice: 'A83001' } }],
  ['gp_practice_code', 'V81997', { child: { practice: 'V81997' } }],
  ['gp_practice_code', 'V81999', { child: { practice: undefined } }],
  ['gp_practice_code', 'A83004', { child: { practice: 'A83004' } }],
  ['school_urn', 'EE114312', { child: { school: '114312' } }],
  ['gp_practice_code', 'V81998', { child: { practice: 'V81998' } }],
  ['referring_organisation', 'X99999', { organisation: undefined }],
  ['referring_organisation', 'X99998', { organisation: undefined }],
  ['postcode', 'dl14', { child: { postcode: undefined, address: 'DL14' } }],
  ['postcode', 'BFPO 58', { child: { postcode: undefined, address: 'BFPO 58' } }],
  [
    'needs',
    'sleep; change:2/-/0; anxiety:1//; anger:0/0/0; eating:not said/3/?',
    {
      needs: [
        { domain: 'sleep', home: 0, school: 0, community: 0, notSaid: ['home', 'school', 'community'] },
        { domain: 'change', home: 2, school: 0, community: 0, notSaid: ['school'] },
        { domain: 'anxiety', home: 1, school: 0, community: 0, notSaid: ['school', 'community'] },
        { domain: 'eating', home: 0, school: 3, community: 0, notSaid: ['home', 'community'] },
      ],
    },
  ],
])('%s may be written %j', (column, cell, asked) => {
  expect(read({ [column]: cell })).toMatchObject({ kind: 'read', asked, setAside: [] });
});

test.each<[ImportColumn, string, object]>([
  ['gp_practice_code', 'p81001', { child: { practice: 'P81001' } }],
  ['school_urn', '100001', { child: { school: '100001' } }],
  ['school_urn', '999999', { child: { school: '999999' } }],
  ['referring_organisation', 'RV5', { organisation: 'RV5' }],
  ['provider_code', 'RV5', { provider: 'RV5' }],
])('%s outside our lists, here %s, is kept as it is where it is a code, and said', (column, cell, asked) => {
  expect(read({ [column]: cell })).toMatchObject({ kind: 'read', asked, setAside: [{ column }] });
});

test('an empty priority of a file that has the column is said, and one that the file does not ask for is not', () => {
  const empty = Object.fromEntries(Object.entries(good).filter(([column]) => column !== 'clinical_priority'));
  const columns = new Set(['clinical_priority'] as const);
  expect(readRow(empty, { organisations, today, columns })).toMatchObject({
    ...{ kind: 'read', asked: { priority: '3' }, silent: ['clinical_priority'] },
    setAside: [{ column: 'clinical_priority', says: expect.stringContaining('taken as routine') as string }],
  });
  expect(readRow(empty, { organisations, today })).toMatchObject({ kind: 'read', setAside: [] });
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
  const result = read({ service: 'x', gender: '7', family_name: '=Ash()', date_of_birth: undefined });
  expect(result.kind === 'wrong' && result.problems.map(({ column }) => column).toSorted()).toEqual([
    'date_of_birth',
    'family_name',
    'service',
  ]);
  expect(result.setAside.map(({ column }) => column)).toEqual(['gender']);
});

test('rules of days are judged with what is known, whatever else is wrong with the row', () => {
  const columns = (changes: Parameters<typeof read>[0]) => {
    const result = read(changes);
    return result.kind === 'wrong' && result.problems.map(({ column, says }) => `${column}: ${says}`);
  };
  expect(
    columns({ source_system_id: undefined, date_of_birth: '2027-01-01', received_date: '2027-01-02' }),
  ).toEqual([
    'source_system_id: This is needed',
    'date_of_birth: The date of birth must not be in the future',
    'received_date: The received date must not be in the future',
  ]);
  expect(columns({ service: 'x', date_of_birth: 'x', received_date: '2027-01-02' })).toEqual([
    'date_of_birth: Enter a real date, written day/month/year like 31/03/2025 or year-month-day like 2025-03-31',
    expect.stringContaining('service: '),
    'received_date: The received date must not be in the future',
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
