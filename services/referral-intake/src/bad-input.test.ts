import { calendarDate, nthTestNhsNumber } from '@waymark/care-types';
import { readOrganisations } from './shared/open-data/read-organisations.ts';
import type { ImportColumn } from './import/domain/columns.ts';
import { readRow, type Cells } from './import/take/row.ts';
import { intake, type Intake } from './testing/intake.ts';

let app: Intake;
let draft: string;
beforeAll(async () => {
  app = await intake();
  const begun = await app.post('/api/drafts', { source: 'B2' });
  draft = `/drafts/${String(begun.body['draftId'])}`;
});
afterAll(() => app.close());

const organisations = readOrganisations();
const today = calendarDate('2026-11-21');

const child = {
  givenName: 'Acorn',
  familyName: 'Demo-Wrong',
  dateOfBirth: '2016-05-04',
  nhsNumber: nthTestNhsNumber(1),
};
const request = { service: 'camhs-community', primaryReason: '25', receivedOn: '2026-03-02' };
const row: Cells = {
  source_system_id: 'SYN-1',
  nhs_number: nthTestNhsNumber(1),
  given_name: 'Acorn',
  family_name: 'Demo-Wrong',
  date_of_birth: '2016-05-04',
  gender: '1',
  ethnic_category: 'A',
  service: 'camhs-community',
  provider_code: 'RX3',
  received_date: '2026-03-02',
  source_of_referral: 'B2',
  clinical_priority: '3',
  primary_reason: '25',
};

/** What is wrong: in the form and by program at a field, in a file in a column; what is said of it by both. */
type Wrong = [
  what: string,
  at: { field: string; typed: string; step?: 'child' | 'request'; shownAt?: string },
  cell: [ImportColumn, string],
  says: string,
  inFile?: string,
];

const bell = String.fromCodePoint(7);
const turned = String.fromCodePoint(0x202e);

const wrong: Wrong[] = [
  [
    'an NHS number whose check digit does not fit',
    { field: 'child.nhsNumber', typed: '9990000019' },
    ['nhs_number', '9990000019'],
    'not a valid NHS number',
  ],
  [
    'an NHS number that is too short',
    { field: 'child.nhsNumber', typed: '99900' },
    ['nhs_number', '99900'],
    'has 10 digits; this has 5',
  ],
  [
    'a birth in the future',
    { field: 'child.dateOfBirth', typed: '2090-01-01' },
    ['date_of_birth', '01/01/2090'],
    'must not be in the future',
  ],
  [
    'somebody over 25',
    { field: 'child.dateOfBirth', typed: '1990-01-01' },
    ['date_of_birth', '01/01/1990'],
    'at most 25 years old',
  ],
  [
    'a referral received before birth',
    { field: 'receivedOn', typed: '2016-05-03', step: 'request', shownAt: 'child.dateOfBirth' },
    ['date_of_birth', '03/03/2026'],
    'must not be after the day on which the referral was received',
  ],
  [
    'a received date in the future',
    { field: 'receivedOn', typed: '2090-01-01', step: 'request' },
    ['received_date', '2090-01-01'],
    'must not be in the future',
  ],
  [
    'a school that has closed, and so is not in the list',
    { field: 'child.school', typed: '100001' },
    ['school_urn', '100001'],
    'list of open schools',
    'This code is not in our list. It is kept as it is',
  ],
  [
    'a practice that nobody knows',
    { field: 'child.practice', typed: 'Z99999' },
    ['gp_practice_code', 'Z99999'],
    'Choose a GP practice from the list',
    'This code is not in our list. It is kept as it is',
  ],
  [
    'a team whose code was retired',
    { field: 'team', typed: 'A03', step: 'request' },
    ['team_type', 'A03'],
    'the code A03 was not in use on 2026-03-02',
    '',
  ],
  [
    'a reason that no list has',
    { field: 'primaryReason', typed: '17', step: 'request' },
    ['primary_reason', '17'],
    'must be one of',
  ],
  [
    'a name of 2,000 characters',
    { field: 'child.familyName', typed: 'x'.repeat(2_000) },
    ['family_name', 'x'.repeat(2_000)],
    'at most 100 characters',
  ],
  [
    'a name of emoji alone',
    { field: 'child.givenName', typed: '🙂🙂' },
    ['given_name', '🙂🙂'],
    'at least one letter',
    'A name has',
  ],
  [
    'a name of combining marks alone',
    { field: 'child.givenName', typed: '\u0301\u0308' },
    ['given_name', '\u0301\u0308'],
    'at least one letter',
    'A name has',
  ],
  [
    'a name that turns the direction of what follows',
    { field: 'child.givenName', typed: `Aco${turned}rn` },
    ['given_name', `Aco${turned}rn`],
    'control characters',
  ],
  [
    'a name with a NUL',
    { field: 'child.givenName', typed: 'Aco\u0000rn' },
    ['given_name', 'Aco\u0000rn'],
    'control characters',
  ],
  [
    'a name with a bell',
    { field: 'child.givenName', typed: `Aco${bell}rn` },
    ['given_name', `Aco${bell}rn`],
    'control characters',
  ],
  [
    'a name that a spreadsheet would run',
    { field: 'child.familyName', typed: '=SUM(A1)' },
    ['family_name', '=SUM(A1)'],
    'must not begin with',
  ],
  ['a postcode in part', { field: 'child.postcode', typed: 'DH1' }, ['postcode', 'DH1'], 'full UK postcode'],
  [
    'a date that is none',
    { field: 'child.dateOfBirth', typed: '2016-02-30' },
    ['date_of_birth', '30/02/2016'],
    'real date',
  ],
];

describe.each(wrong)(
  '%s',
  (_what, { field, typed, step = 'child', shownAt = field }, [column, cell], says, inFile = says) => {
    const name = field.replace('child.', '');
    const body =
      step === 'child'
        ? { child: { ...child, [name]: typed }, ...request }
        : { child, ...request, [name]: typed };

    test('is said by its field to a program, and nothing is kept', async () => {
      const answer = await app.post('/api/referrals', { source: 'B2', ...body });
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ field: shownAt, detail: expect.stringContaining(says) as string }] },
      });
      expect((await app.get('/api/referrals')).body).toMatchObject({ all: 0 });
    });

    test('is said at its field on the form, with what was typed', async () => {
      const typedIn =
        step === 'child' ? { child: { ...child, [name]: typed } } : { ...request, [name]: typed };
      if (step === 'request') await app.post(`/api${draft}/child`, { child });
      const fields = Object.fromEntries(flat(typedIn));
      const answer = await app.submit(`${draft}/${step}`, fields);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(says.replaceAll("'", '&#39;'));
      expect(answer.text).toContain(`href="#${field}"`);
      expect(answer.text).toContain(step === 'child' ? 'name="child.givenName"' : 'name="service"');
    });

    test('is said by its column in a file, and costs the row only where there is no referral without it', () => {
      const read = readRow({ ...row, [column]: cell }, { organisations, today });
      const told = read.kind === 'wrong' ? read.problems : read.setAside;
      expect(told).toMatchObject(
        inFile === '' ? [] : [{ column, says: expect.stringContaining(inFile) as string }],
      );
      expect(read.kind).toBe(
        ['nhs_number', 'gp_practice_code', 'school_urn', 'team_type', 'primary_reason', 'postcode'].includes(
          column,
        ) || inFile === 'A name has'
          ? 'read'
          : 'wrong',
      );
    });
  },
);

function flat(value: object, name = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]): [string, string][] => {
    const at = name === '' ? key : `${name}.${key}`;
    return typeof inner === 'object' && inner !== null ? flat(inner as object, at) : [[at, String(inner)]];
  });
}

const names: [what: string, given: string, family: string, find: string][] = [
  ['right to left', 'ياسمين', 'الحسن', 'ياسمين'],
  ['right to left, in Hebrew', 'שרה', 'כהן', 'שרה כהן'],
  ['with a joiner, as in Persian', 'نازنین\u200cزهرا', 'رضایی', 'رضایی'],
  ['with an emoji beside letters', 'Juniper 🌲', 'Demo-Emoji', 'juniper'],
  ['with marks apart from their letters', 'Zoe\u0308', 'Demo-Marks', 'Zoë'],
  ['of one letter', 'O', 'Y', 'o y'],
  ['of 100 characters', 'x'.repeat(100), 'Demo-Long', 'x'.repeat(100)],
  ['in Chinese', '小明', '王', '小明'],
];

test.each(names)(
  'a name %s is taken as it is, found and shown',
  async (_what, givenName, familyName, find) => {
    const logged = await app.post('/api/referrals', {
      source: 'B2',
      child: { givenName, familyName, dateOfBirth: '2016-05-04' },
      ...request,
    });
    expect(logged.status).toBe(201);
    const referralId = String(logged.body['referralId']);
    expect((await app.get(`/api/referrals/${referralId}`)).body).toMatchObject({ givenName, familyName });
    expect((await app.page(`/${referralId}`)).text).toContain(`<bdi>${givenName} ${familyName}</bdi>`);
    expect((await app.post('/api/find', { find })).body).toMatchObject({
      children: expect.arrayContaining([expect.objectContaining({ givenName })]) as object[],
    });
    expect(
      readRow({ ...row, given_name: givenName, family_name: familyName }, { organisations, today }),
    ).toMatchObject({ kind: 'read', asked: { child: { givenName, familyName } } });
  },
);
