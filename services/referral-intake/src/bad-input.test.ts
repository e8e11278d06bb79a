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
  [
    'a postcode that is none',
    { field: 'child.postcode', typed: 'nowhere' },
    ['postcode', 'nowhere'],
    'Enter a UK postcode',
    'UK postcode',
  ],
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

/** What is odd in one detail of a child and is taken all the same, and what is then held of the child. */
const odd: [what: string, stated: Record<string, unknown>, held: Record<string, unknown>][] = [
  [
    'a character that turns the direction of what follows',
    { givenName: `Aco${turned}rn` },
    { givenName: 'Acorn' },
  ],
  [
    'a zero-width space in a name and in a code',
    { givenName: 'Aco\u200brn', school: '114\u200b312' },
    { givenName: 'Acorn', school: '114312' },
  ],
  ['the joiner of a Persian name', { givenName: 'علی\u200cرضا' }, { givenName: 'علی\u200cرضا' }],
  ['an apostrophe of another kind', { familyName: 'Oʼneill' }, { familyName: 'Oʼneill' }],
  ['letters with their marks apart', { givenName: 'Zoe\u0308' }, { givenName: 'Zoe\u0308' }],
  ['one name alone, as the given one', { familyName: undefined }, { givenName: 'Acorn', familyName: '' }],
  ['one name alone, as the family one', { givenName: undefined }, { givenName: '', familyName: 'Demo-Odd' }],
  [
    'a phone with brackets, dots and the zero in between',
    { phone: '+44 (0)1632.960-001' },
    { phone: '+44 1632 960 001' },
  ],
  [
    'a BFPO number',
    { address: 'Synthetic Barracks', postcode: 'bfpo58' },
    { address: 'Synthetic Barracks, BFPO 58' },
  ],
  ['a postcode in part', { postcode: 'dh1' }, { address: 'DH1' }],
];

test.each(odd)('%s is taken from a program, and held as it reads', async (what, stated, held) => {
  const at = odd.findIndex(([each]) => each === what);
  const plain = { givenName: 'Acorn', familyName: 'Demo-Odd', dateOfBirth: `2015-03-${10 + at}` };
  const answer = await app.post('/api/referrals', {
    source: 'B2',
    ...request,
    child: { ...plain, ...stated },
    notes: `Synthetic: ${what}`,
  });
  expect(answer.status).toBe(201);
  const { personId } = (await app.get(`/api/referrals/${String(answer.body['referralId'])}`)).body;
  const { details } = (await app.get(`/api/people/${String(personId)}`, 'triage')).body;
  expect(details).toMatchObject(held);
  if ('postcode' in stated) expect(details).not.toHaveProperty('postcode');
});

test.each(['0000000000', '444 444 4444', '5000000005'])(
  'the NHS number %s, which nobody has, is not known, and that is said',
  async (nhsNumber) => {
    const dateOfBirth = `2015-04-1${nhsNumber.slice(0, 1)}`;
    const stated = { ...child, dateOfBirth, nhsNumber };
    const answer = await app.post('/api/referrals', { source: 'B2', ...request, child: stated });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        setAside: [
          { field: 'child.nhsNumber', says: expect.stringContaining('was never given to anybody') as string },
        ],
      },
    });
    const { personId } = (await app.get(`/api/referrals/${String(answer.body['referralId'])}`)).body;
    const { details } = (await app.get(`/api/people/${String(personId)}`, 'triage')).body;
    expect(details).not.toHaveProperty('nhsNumber');

    await app.submit(`${draft}/child`, { ...Object.fromEntries(flat({ child: { ...child, nhsNumber } })) });
    expect((await app.page(`${draft}/check`)).text).toContain('was never given to anybody');
  },
);

test.each(['.', '-', '123'])('"%s" is no name, of a child or of anybody else', async (name) => {
  const ofChild = await app.post('/api/referrals', {
    source: 'B2',
    ...request,
    child: { ...child, givenName: name },
  });
  expect(ofChild.body['errors']).toMatchObject([{ field: 'child.givenName' }]);
  const contacts = [{ name, relation: 'parent' }];
  const ofContact = await app.post('/api/referrals', {
    source: 'B2',
    ...request,
    child: { ...child, contacts },
  });
  expect(ofContact.body['errors']).toMatchObject([{ field: 'child.contacts.0.name' }]);
});

test('a form asks whether an empty name was meant, and takes one name alone once it is ticked', async () => {
  const one = {
    'child.givenName': 'Acorn',
    'child.dateOfBirth': '4 May 2016',
    'child.nhsNumberNotKnown': 'true',
  };
  const unsaid = await app.submit(`${draft}/child`, one);
  expect(unsaid.status).toBe(422);
  expect(unsaid.text).toContain('Enter the family name, or tick that the child has one name only');
  const ticked = await app.submit(`${draft}/child`, { ...one, 'child.singleName': 'true' });
  expect(ticked.status).toBe(303);
  expect((await app.page(`${draft}/check`)).text).toContain('Check the answers for <bdi>Acorn</bdi>');
  const none = await app.submit(`${draft}/child`, {
    'child.dateOfBirth': '4 May 2016',
    'child.singleName': 'true',
  });
  expect(none.text).toContain('or the one name that there is');
});
