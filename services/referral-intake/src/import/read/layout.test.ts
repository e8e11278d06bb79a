import { importColumns } from '../domain/columns.ts';
import { cellsBy, layoutOf, notUsed, statedIn, type Layout } from './layout.ts';

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

const bare: Layout = {
  ...{ shape: 'matched', places: new Map(), otherwise: new Map(), circumstances: new Map() },
  ...{ fixed: {}, values: {} },
};

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
    primary_reason: reason,
  });
});

test.each<[string, readonly string[], string]>([
  ['no words', ['1', '2', '3'], 'must name the columns'],
  ['one of ours alone', ['source_system_id'], 'lacks the columns'],
  ['one of ours twice', [...importColumns, 'needs'], 'twice: needs'],
])('headings with %s are answered in words', (_what, names, says) => {
  expect(layoutOf(names)).toMatchObject({ failure: expect.stringContaining(says) as string });
});

test.each([
  ['a spreadsheet of its own', ['Forename', 'Surname', 'DOB', 'Shoe size']],
  ['one with a heading twice', ['Forename', 'Surname', 'DOB', 'dob']],
  ['one with a column without a heading', ['Forename', '', 'Surname', 'DOB']],
  ['MHSDS without names', mhsds.slice(0, -2)],
  ['all of ours but one that is needed', importColumns.slice(1)],
])('%s is for a person to match', (_what, names) => {
  expect(layoutOf(names)).toBe('unmatched');
});

test('a heading beside ours that stands for nothing is not used', () => {
  const names = [...importColumns, 'Shoe size', ''];
  expect(notUsed(layout(names), names)).toEqual(['Shoe size']);
});

test('of the two genders of MHSDS the identity counts, and the other where it is empty', () => {
  const names = [...mhsds, 'GenderIDCode'];
  const row = 'R1,RX3,2025-03-02,B2,3,25,,,2016-05-04,1,A,Acorn,Demo';
  expect(cellsBy(layout(names), [...row.split(','), '3'])).toMatchObject({ gender: '3' });
  expect(cellsBy(layout(names), [...row.split(','), ''])).toMatchObject({ gender: '1' });
});

test.each([
  ['Y', '1', ['looked-after'], true],
  ['N', '3', ['child-protection-plan'], true],
  ['X', '1', [], false],
  ['', '2', [], false],
])('of MHSDS, LACStatus %j and CPP %j say %j', (lac, cpp, says, said) => {
  const names = [...mhsds, 'LACStatus', 'CPP'];
  const row = [...'R1,RX3,2025-03-02,B2,3,25,,,2016-05-04,1,A,Acorn,Demo'.split(','), lac, cpp];
  expect(statedIn(layout(names), row, names)).toEqual({ stated: says, said, setAside: [] });
});

test('a value that says neither yes nor no is set aside by its heading', () => {
  const names = [...importColumns, 'Young carer'];
  const row = [...importColumns.map(() => ''), 'perhaps'];
  expect(statedIn(layout(names), row, names)).toEqual({
    stated: [],
    said: false,
    setAside: [
      {
        column: 'Young carer',
        cell: 'perhaps',
        says: expect.stringContaining('neither yes nor no') as string,
      },
    ],
  });
});

test('what holds for every row fills empty cells, and values stand for what was said', () => {
  const cells = cellsBy(
    {
      shape: 'matched',
      otherwise: new Map(),
      circumstances: new Map(),
      values: { gender: { girlie: '2' } },
      places: new Map([
        ['gender', 0],
        ['clinical_priority', 1],
      ]),
      fixed: { clinical_priority: 'urgent', service: 'by-team-and-reason' },
    },
    ['Girl-ie', ' '],
  );
  expect(cells).toEqual({ gender: '2', clinical_priority: 'urgent', service: 'camhs-community' });
});

test('a heading that stands for both names has its cells split', () => {
  const places = new Map([
    ['given_name', 0],
    ['family_name', 0],
  ] as const);
  expect(cellsBy({ ...bare, places }, ['Mr DEMO-ASH, Acorn'])).toMatchObject({
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
  const cells = cellsBy({ ...bare, places, orders }, ['05/04/2016', '02/03/2025']);
  expect(cells).toMatchObject({ date_of_birth: '2016-05-04', received_date: '02/03/2025' });
});
