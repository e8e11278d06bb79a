import { importColumns } from '../domain/columns.ts';
import { cellsBy, layoutOf, type Layout } from './layout.ts';

const mhsds = [
  ...['ServiceRequestId', 'OrgIDProv', 'ReferralRequestReceivedDate', 'SourceOfReferralMH'],
  ...['ClinRespPriorityType', 'PrimReasonReferralMH', 'OtherReasonReferMH', 'ServTeamTypeRefToMH'],
  ...['PersonBirthDate', 'Gender', 'EthnicCategory', 'PersonGivenName', 'PersonFamilyName'],
];

function layout(names: readonly string[]): Layout {
  const read = layoutOf(names);
  if (typeof read === 'string' || 'failure' in read) throw new Error(JSON.stringify(read));
  return read;
}

const ofMhsds = (reason: string, others: string, team: string) =>
  cellsBy(
    layout(mhsds),
    `R1,RX3,2025-03-02,B2,3,${reason},${others},${team},2016-05-04,1,A,Acorn,Demo`.split(','),
  );

test.each([
  ['25', '', '', 'autism-assessment'],
  ['24', '', '', 'adhd-assessment'],
  ['24', '25', 'C04', 'autism-and-adhd-assessment'],
  ['05', '', 'C03', 'eating-disorder'],
  ['5', '', 'A02', 'camhs-crisis'],
  ['18', '', '', 'camhs-crisis'],
  ['04', '', 'A06', 'camhs-community'],
])('of MHSDS, reason %j with %j and team %j is %s', (reason, others, team, service) => {
  expect(ofMhsds(reason, others, team)).toMatchObject({
    service,
    source_system_id: 'R1',
    date_of_birth: '2016-05-04',
    primary_reason: reason.padStart(2, '0'),
  });
});

test('retired teams and codes without their nought are read as the code of today', () => {
  expect(ofMhsds('5', '', 'C03')).toMatchObject({ team_type: 'C10', primary_reason: '05' });
});

test.each<[string, readonly string[], string]>([
  ['no words', ['1', '2', '3'], 'must name the columns'],
  ['one of ours alone', ['source_system_id'], 'lacks the columns'],
  ['all but one of ours', importColumns.slice(1), 'lacks the column source_system_id'],
  ['one that is unknown beside ours', [...importColumns, 'shoe_size'], 'shoe_size'],
  ['one of ours twice', [...importColumns, 'needs'], 'twice: needs'],
  ['other words twice', ['Forename', 'Surname', 'DOB', 'dob'], 'must name the columns'],
])('headings with %s are answered in words', (_what, names, says) => {
  expect(layoutOf(names)).toMatchObject({ failure: expect.stringContaining(says) as string });
});

test.each([
  ['a spreadsheet of its own', ['Forename', 'Surname', 'DOB', 'Shoe size']],
  ['MHSDS without names', mhsds.slice(0, -2)],
])('%s is for a person to match', (_what, names) => {
  expect(layoutOf(names)).toBe('unmatched');
});

test('what holds for every row fills empty cells, and words become codes', () => {
  const cells = cellsBy(
    {
      shape: 'matched',
      places: new Map([
        ['gender', 0],
        ['clinical_priority', 1],
      ]),
      fixed: { clinical_priority: 'urgent', service: 'Community CAMHS' },
    },
    ['Female', ' '],
  );
  expect(cells).toMatchObject({ gender: '2', service: 'camhs-community' });
  expect(cells.clinical_priority).not.toBe('');
});

test('in our own template codes are read without their nought and in small letters, also in lists', () => {
  const cells = importColumns.map(
    (column) => ({ primary_reason: '4', other_reasons: '5; 24', gender: 'x' })[column as string] ?? '',
  );
  expect(cellsBy(layout(importColumns), cells)).toMatchObject({
    primary_reason: '04',
    other_reasons: '05;24',
    gender: 'X',
  });
});

test('a heading that stands for both names has its cells split', () => {
  const places = new Map([
    ['given_name', 0],
    ['family_name', 0],
  ] as const);
  expect(cellsBy({ shape: 'matched', places, fixed: {} }, ['Mr DEMO-ASH, Acorn'])).toMatchObject({
    given_name: 'Acorn',
    family_name: 'DEMO-ASH',
  });
});

test('a day with the month first is read so in the columns that are written so', () => {
  const places = new Map([
    ['date_of_birth', 0],
    ['received_date', 1],
  ] as const);
  const orders = new Map([['date_of_birth', 'month-first']] as const);
  const cells = cellsBy({ shape: 'matched', places, fixed: {}, orders }, ['05/04/2016', '02/03/2025']);
  expect(cells).toMatchObject({ date_of_birth: '2016-05-04', received_date: '02/03/2025' });
});
