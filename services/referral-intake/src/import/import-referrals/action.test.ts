import { nthTestNhsNumber } from '@waymark/care-types';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../../testing/intake.ts';
import { row, rowNames } from '../../testing/rows.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

async function imported(csv: string | Uint8Array, key?: string) {
  const sent = await app.sendFile(csv, key ? { key } : {});
  expect(sent).toMatchObject({ status: 202, body: { state: 'reading' } });
  return until(async () => {
    const { body } = await app.get(`/api/imports/${String(sent.body['id'])}`, 'operator');
    return body['state'] === 'reading' ? undefined : body;
  });
}

const rejectedOf = async (id: unknown) =>
  (await app.get(`/api/imports/${String(id)}/rejected`, 'operator')).text;

test('good rows are added, bad rows explained, the same file twice adds nothing', async () => {
  const file = [
    rowNames,
    row(1),
    row(2, { date_of_birth: '2016-02-30', gender: '7' }),
    row(3, { clinical_notes: '"two\r\nlines"' }),
    row(4, { given_name: '=cmd()' }),
    row(5, { source_system_id: 'SYN-1' }),
    `${row(6)},and,more`,
    row(7, { nhs_number: nthTestNhsNumber(1), family_name: 'Demo-Row-1' }),
  ].join('\r\n');
  const done = await imported(`\ufeff${file}\r\n`);
  expect(done).toMatchObject({
    ...{ state: 'done', rows: 7, added: 2, updated: 0, already: 0, duplicates: 1, rejected: 4 },
    ...{ failure: null, letters: 'UTF-8' },
  });
  const rejected = await rejectedOf(done['id']);
  expect(rejected).toContain('date_of_birth: Enter a real date');
  expect(rejected).toContain('gender (can be left out): Stated gender must be one of: 1 (Male)');
  expect(rejected).toContain("'=cmd()");
  expect(rejected).toContain('The id stands in row 2 of this file already');
  expect(rejected).toContain('The row has 18 cells, and there are 16 headings');
  expect(rejected).toContain(',and,more');
  expect(await imported(file)).toMatchObject({ added: 0, already: 2, duplicates: 1, rejected: 4 });
  const mended = rejected
    .replace('2016-02-30', '2016-02-28')
    .replace(',7,A', ',1,A')
    .replace("'=cmd()", 'Cob');
  expect(await imported(mended)).toMatchObject({
    ...{ state: 'done', rows: 4, added: 2, already: 0 },
    // The id of another child of the same name, with another number: a person decides.
    ...{ duplicates: 1, rejected: 1 },
  });
});

test('an import that a stop cuts short is read on by the next process, and no row is doubled', async () => {
  const rows = Array.from({ length: 1_500 }, (_, n) => row(10_000 + n));
  const sent = await app.sendFile([rowNames, ...rows].join('\n'));
  const path = `/api/imports/${String(sent.body['id'])}`;
  await until(async () => (Number((await app.get(path, 'operator')).body['added']) > 0 ? true : undefined));
  await app.restart();
  const done = await until(async () => {
    const { body } = await app.get(path, 'operator');
    return body['state'] === 'reading' ? undefined : body;
  });
  expect(done).toMatchObject({ state: 'done', rows: 1_500, added: 1_500, already: 0, rejected: 0 });
  const summary = (await app.get(`${path}/summary`, 'operator')).text.trimEnd().split('\r\n');
  expect(summary).toHaveLength(1_501);
  expect(new Set(summary.map((line) => line.split(',')[2])).size).toBe(1_501);
});

test('a file brings up to date what is there, and never takes back', async () => {
  const names = `${rowNames},accepted_date,team_type`;
  await imported([names, `${row(30_001, { needs: '' })},,`, `${row(30_002)},,`].join('\n'));
  const later = [names, `${row(30_001)},31/03/2025,C01`, `${row(30_002, { needs: '' })},,`].join('\n');
  const done = await imported(later);
  expect(done).toMatchObject({ updated: 1, already: 1 });
  expect(await imported(later)).toMatchObject({ updated: 0, already: 2 });
  const summary = (await app.get(`/api/imports/${String(done['id'])}/summary`, 'operator')).text;
  expect(summary).toMatch(/2,Updated,WM-[^,]+,accepted_date,Updated,\r\n3,Unchanged,WM-/);
});

test('an extract of MHSDS is read as it is', async () => {
  const names = [
    ...['ServiceRequestId', 'NHSNumber', 'PersonGivenName', 'PersonFamilyName', 'PersonBirthDate', 'Gender'],
    ...['EthnicCategory', 'OrgIDProv', 'ReferralRequestReceivedDate', 'SourceOfReferralMH'],
    ...['ClinRespPriorityType', 'PrimReasonReferralMH', 'ServTeamTypeRefToMH'],
    ...['CareContDate', 'AttendStatus', 'ConsMechanismMH'],
  ].join('\t');
  const line = (n: number, reason: string, team: string, contact: string) =>
    `S${n}\t${String(nthTestNhsNumber(n))}\tAcorn\tDemo-Row-${n}\t2016-05-04\t1\tA\tRX3\t2025-03-02\tB2\t3\t${reason}\t${team}\t${contact}`;
  const done = await imported(
    [
      names,
      line(40_001, '5', 'C03', '2025-04-01\t5\t01'),
      line(40_001, '5', 'C03', '2025-05-01\t5\t01'),
      line(40_002, '25', 'C04', '\t\t'),
    ].join('\r'),
  );
  expect(done).toMatchObject({ state: 'done', rows: 3, added: 2, already: 1, rejected: 0 });
});

test('a detail that cannot be read costs that detail alone, and is told', async () => {
  const names = `${rowNames},contact_phone,gp_practice_code`;
  const done = await imported(
    [
      names,
      `${row(60_001, { nhs_number: '9990000019', family_name: 'Demo-Unlisted', gender: 'M', postcode: 'DH1' })},ring me,P81001`,
      `${row(60_002)},01632 960001,A83001`,
      `${row(60_003, { given_name: '' })},,V81997`,
    ].join('\n'),
  );
  expect(done).toMatchObject({ state: 'done', added: 3, rejected: 0, setAside: 1 });
  const summary = (await app.get(`/api/imports/${String(done['id'])}/summary`, 'operator')).text;
  expect(summary).toMatch(
    /2,"?Set aside, the row was taken without it"?,WM-[^,]+,nhs_number,.*not a valid NHS number.*,9990000019/,
  );
  expect(summary).toMatch(/contact_phone,.*,ring me/);
  expect(summary).toMatch(/gp_practice_code,This code is not in our list. It is kept as it is,P81001/);
  const page = await app.page(`/imports/${String(done['id'])}`, 'operator');
  expect(page.text).toContain('1 row was taken without a detail that could not be read');

  const { children } = (await app.post('/api/find', { find: 'Demo-Unlisted' })).body as {
    children: { personId: string }[];
  };
  const person = `/people/${String(children[0]?.personId)}`;
  expect((await app.page(person)).text).toContain('Code P81001, not in our list');
  expect((await app.page(`${person}/correct`)).text).toContain('value="Code P81001, not in our list"');
  const { headers } = await app.get(`/api${person}`);
  const right = { givenName: 'Acorn', familyName: 'Demo-Unlisted', dateOfBirth: '2016-05-04' };
  const corrected = await app.post(
    `/api${person}/correct`,
    { ...right, practice: 'Code P81001, not in our list', phone: '01632 960 555', reason: 'typed-wrongly' },
    { headers: { 'if-match': headers.get('etag') ?? '' } },
  );
  expect(corrected).toMatchObject({ status: 200 });
  expect((await app.get(`/api${person}`)).body).toMatchObject({
    details: { practice: 'P81001', phone: '01632 960 555' },
  });
});

const spreadsheet = 'Ref;NHS no.;Forename;Surname;DOB;Sex;Ethnicity;Date received;Referred by;Urgency;Why';
const spreadsheetLine = (n: number) =>
  `R${n};${String(nthTestNhsNumber(n))};Zoë;Demo-Row-${n};14/05/2016;Female;White: British;23/03/2025;GP;Routine;Autism`;
type Headings = {
  headings: { key: string; heading: string; values: string[]; stands: string | null; known: boolean }[];
  lacks: string[];
};
const asIs = ({ headings }: Headings) =>
  Object.fromEntries(headings.flatMap(({ key, stands }) => (stands === null ? [] : [[key, stands]])));

async function headingsOf(id: unknown): Promise<Headings> {
  return (await app.get(`/api/imports/${String(id)}/headings`, 'operator')).body as Headings;
}

const readOn = (id: unknown) =>
  until(async () => {
    const { body } = await app.get(`/api/imports/${String(id)}`, 'operator');
    return body['state'] === 'reading' ? undefined : body;
  });

test('a spreadsheet with other headings is matched once, and then remembered', async () => {
  const file = (...rows: number[]) =>
    Buffer.from([spreadsheet, ...rows.map(spreadsheetLine)].join('\r\n'), 'latin1');
  const waiting = await imported(file(50_001));
  expect(waiting).toMatchObject({ state: 'headings', letters: null });
  const path = `/api/imports/${String(waiting['id'])}`;
  const asked = await headingsOf(waiting['id']);
  expect(asked.lacks).toEqual(['service']);
  expect(asked.headings).toContainEqual({
    ...{ key: 'c2', heading: 'Forename', values: ['Zoë'], stands: 'given_name', known: false },
  });
  const lacking = await app.post(`${path}/headings`, { headings: asIs(asked) }, { who: 'operator' });
  expect(lacking.status).toBe(422);
  expect(lacking.text).toContain('fixed.service');
  const said = {
    headings: { ...asIs(asked), Why: 'primary_reason' },
    fixed: { service: 'Autism', provider_code: 'RX3' },
  };
  const wrong = await app.post(
    `${path}/headings`,
    { ...said, fixed: { service: 'Autsim' } },
    { who: 'operator' },
  );
  expect(wrong.text).toContain('Choose the service asked for from the list');
  const page = await app.page(`/imports/${String(waiting['id'])}/headings`, 'operator');
  expect(page.text).toContain('For example: Zoë');
  expect((await app.post(`${path}/headings`, said, { who: 'operator' })).status).toBe(202);
  expect(await readOn(waiting['id'])).toMatchObject({
    state: 'done',
    added: 1,
    letters: 'Windows-1252 (Western European)',
  });
  expect(await imported(file(50_001, 50_002))).toMatchObject({ state: 'done', added: 1, already: 1 });
  const late = await app.post(`${path}/headings`, said, { who: 'operator' });
  expect(late.status).toBe(409);
});

test('of headings nearly like those before, only the new ones are asked about, and none where one is missing', async () => {
  const more = [`${spreadsheet};LAC`, `${spreadsheetLine(51_001)};Yes`, `${spreadsheetLine(51_002)};No`].join(
    '\r\n',
  );
  const waiting = await imported(more);
  expect(waiting).toMatchObject({ state: 'headings' });
  const asked = await headingsOf(waiting['id']);
  expect(asked.headings.filter(({ known }) => !known)).toEqual([
    { key: 'c11', heading: 'LAC', values: ['Yes', 'No'], stands: 'circumstance:looked-after', known: false },
  ]);
  const said = { headings: asIs(asked), fixed: { service: 'autism-assessment' } };
  await app.post(`/api/imports/${String(waiting['id'])}/headings`, said, { who: 'operator' });
  const done = await readOn(waiting['id']);
  expect(done).toMatchObject({ state: 'done', added: 2, setAside: 0, notUsed: [] });
  const without = [spreadsheet.replace(';Urgency', ''), spreadsheetLine(51_003).replace(';Routine', '')].join(
    '\r\n',
  );
  expect(await imported(without)).toMatchObject({ state: 'done', added: 1 });
});

test('the rejected rows of a spreadsheet come back with what was added to them, and match by themselves', async () => {
  const bad = spreadsheetLine(52_001).replace('14/05/2016', '31/02/2016');
  const done = await imported([spreadsheet, bad].join('\r\n'));
  expect(done).toMatchObject({ state: 'done', rejected: 1 });
  const rejected = await rejectedOf(done['id']);
  expect(rejected).toContain('DOB: Enter a real date');
  expect(await imported(rejected.replace('31/02/2016', '28/02/2016'))).toMatchObject({
    ...{ state: 'done', added: 1, rejected: 0, notUsed: [] },
  });
});

test('values that we do not know are matched once, and what is not said is set aside', async () => {
  const names = 'Id;First name;Last name;Born;Came in;Team asked;Carer?;Hat size';
  const tree = (n: number) => ['Acorn', 'Birch', 'Cedar', 'Damson', 'Elder'][n % 5] ?? '';
  const line = (n: number, team: string, carer: string) =>
    `V${n};${tree(n)};Demo-Row;14/05/2016;23/03/2025;${team};${carer};7`;
  const waiting = await imported(
    [
      names,
      line(53_001, 'Autism pathway', 'x'),
      line(53_002, 'The other one', ''),
      line(53_003, 'ADHD', 'maybe'),
    ].join('\n'),
  );
  const path = `/api/imports/${String(waiting['id'])}`;
  const headings = {
    ...{
      Id: 'source_system_id',
      'First name': 'given_name',
      'Last name': 'family_name',
      Born: 'date_of_birth',
    },
    ...{ 'Came in': 'received_date', 'Team asked': 'service', 'Carer?': 'circumstance:young-carer' },
  };
  const matched = await app.post(`${path}/headings`, { headings }, { who: 'operator' });
  expect(matched).toMatchObject({ status: 202, body: { state: 'values' } });
  const asked = (await app.get(`${path}/values`, 'operator')).body;
  expect(asked).toMatchObject({
    waits: true,
    columns: [
      {
        ...{ name: 'service', heading: 'Team asked' },
        values: [
          { key: 'v0', text: 'Autism pathway', count: 1 },
          { key: 'v1', text: 'The other one', count: 1 },
        ],
      },
      { name: 'circumstance:young-carer', values: [{ text: 'x' }, { text: 'maybe' }] },
    ],
  });
  expect((await app.page(`/imports/${String(waiting['id'])}/values`, 'operator')).text).toContain(
    'The other one',
  );
  const wrong = await app.post(
    `${path}/values`,
    { values: { service: { v0: 'dyslexia' } } },
    { who: 'operator' },
  );
  expect(wrong.text).toContain('Choose from the list what “Autism pathway” stands for');
  const values = {
    service: { 'Autism pathway': 'autism-assessment', v1: 'camhs-community' },
    'circumstance:young-carer': { x: 'yes' },
  };
  expect((await app.post(`${path}/values`, { values }, { who: 'operator' })).status).toBe(202);
  const done = await readOn(waiting['id']);
  expect(done).toMatchObject({ state: 'done', added: 3, rejected: 0, setAside: 1, notUsed: ['Hat size'] });
  const page = await app.page(`/imports/${String(waiting['id'])}`, 'operator');
  expect(page.text).toContain('1 column not used: Hat size.');
  expect(await imported([names, line(53_004, 'autism pathway', 'X')].join('\n'))).toMatchObject({
    ...{ state: 'done', added: 1, rejected: 0, setAside: 0 },
  });
});

test('a value that is new below remembered headings is asked about once, where somebody waits at the page', async () => {
  const names = 'Id;Given;Family;Born on;Came;Team wanted;Urgent?';
  const line = (n: number, team: string, urgent = 'routine') =>
    `N${n};Acorn;Demo-New-${n};14/05/2016;23/03/2025;${team};${urgent}`;
  const sent = async (lines: string[], attended: boolean) => {
    const { body } = await app.sendFile([names, ...lines].join('\n'), { attended });
    return readOn(body['id']);
  };
  const first = await sent([line(54_001, 'autism')], true);
  const headings = {
    ...{ Id: 'source_system_id', Given: 'given_name', Family: 'family_name', 'Born on': 'date_of_birth' },
    ...{ Came: 'received_date', 'Team wanted': 'service', 'Urgent?': 'clinical_priority' },
  };
  await app.post(`/api/imports/${String(first['id'])}/headings`, { headings }, { who: 'operator' });
  expect(await readOn(first['id'])).toMatchObject({ state: 'done', added: 1 });

  const unattended = await sent([line(54_002, 'autism', 'quick')], false);
  expect(unattended).toMatchObject({ state: 'done', added: 1, setAside: 1 });
  const asked = await sent([line(54_003, 'The blue team', 'quick'), line(54_004, 'autism', 'soon')], true);
  expect(asked).toMatchObject({ state: 'values', added: 0 });
  const path = `/api/imports/${String(asked['id'])}`;
  expect((await app.get(`${path}/values`, 'operator')).body['columns']).toMatchObject([
    { name: 'service', values: [{ text: 'The blue team' }] },
    { name: 'clinical_priority', values: [{ text: 'quick' }, { text: 'soon' }] },
  ]);
  expect((await app.page(`/imports/${String(asked['id'])}`, 'operator')).text).toContain('Match the values');
  const values = { service: { 'The blue team': 'camhs-community' }, clinical_priority: { quick: '2' } };
  expect((await app.post(`${path}/values`, { values }, { who: 'operator' })).status).toBe(202);
  expect(await readOn(asked['id'])).toMatchObject({ state: 'done', added: 2, setAside: 1 });
  const later = await sent([line(54_005, 'the blue team', 'Quick'), line(54_006, 'autism', 'soon')], true);
  expect(later).toMatchObject({ state: 'done', added: 2, setAside: 1 });
});

test('a file without a reference of its referrals has one made, where somebody says so', async () => {
  const names = 'First name;Last name;Born;Came in;Service';
  const file = [names, 'Acorn;Demo-Made;14/05/2016;23/03/2025;Autism'].join('\n');
  const waiting = await imported(file);
  const asked = await headingsOf(waiting['id']);
  expect(asked.lacks).toContain('source_system_id');
  const path = `/api/imports/${String(waiting['id'])}/headings`;
  const headings = { ...asIs(asked), Born: 'date_of_birth', 'Came in': 'received_date', Service: 'service' };
  const lacking = await app.post(path, { headings }, { who: 'operator' });
  expect(lacking.text).toContain('or have a reference made');
  expect((await app.post(path, { headings, makeReference: true }, { who: 'operator' })).status).toBe(202);
  expect(await readOn(waiting['id'])).toMatchObject({ state: 'done', added: 1 });
  const again = file.replace(';Autism', ';Autism assessment');
  expect(await imported(again)).toMatchObject({ state: 'done', added: 0, already: 1 });
});

test('what is remembered can be seen, changed and forgotten', async () => {
  const { all } = (await app.get('/api/import/headings', 'operator')).body as {
    all: { id: string; title: string; used: number }[];
  };
  const [set] = all.filter(({ title }) => title.startsWith('Id, First name'));
  const path = `/import/headings/${String(set?.id)}`;
  expect((await app.page('/import/headings', 'operator')).text).toContain(
    'Id, First name, Last name, Born and 4 more',
  );
  expect((await app.page(path, 'operator')).text).toContain('Values that were matched');
  const { headings } = (await app.get(`/api${path}`, 'operator')).body as Headings;
  const said = Object.fromEntries(
    headings.flatMap(({ heading, key, stands }) =>
      stands === null || heading === 'Carer?' ? [] : [[key, stands]],
    ),
  );
  expect((await app.post(`/api${path}`, { headings: said }, { who: 'operator' })).status).toBe(200);
  expect((await app.get(`/api${path}`, 'operator')).body).toMatchObject({
    headings: expect.arrayContaining([
      expect.objectContaining({ heading: 'Carer?', stands: null }),
    ]) as object[],
  });
  expect((await app.post(`/api${path}/forget`, {}, { who: 'operator' })).status).toBe(200);
  expect((await app.get(`/api${path}`, 'operator')).status).toBe(404);
  const file =
    'Id;First name;Last name;Born;Came in;Team asked;Carer?;Hat size\nV1;A;B;14/05/2016;23/03/2025;Autism;;7';
  expect(await imported(file)).toMatchObject({ state: 'headings' });
});

test('the template says how a row may look, and its example is not taken in', async () => {
  const { text } = await app.get('/import/template.csv', 'operator');
  const done = await imported(text);
  expect(done).toMatchObject({ state: 'done', rows: 1, added: 0, rejected: 1 });
  expect(await rejectedOf(done['id'])).toContain('This is the example row of the template');
});

test('the same upload sent twice under one key is one import', async () => {
  const file = [rowNames, row(20_001)].join('\n');
  const [one, other] = [
    await app.sendFile(file, { key: 'twice' }),
    await app.sendFile(file, { key: 'twice' }),
  ];
  expect(other.body['id']).toBe(one.body['id']);
});

test('a file that cannot be read at all says why', async () => {
  expect(await imported(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]))).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('This is a photograph, not a spreadsheet') as string,
  });
  const plain = await app.post('/api/imports', {}, { who: 'operator' });
  expect(plain.status).toBe(415);
});
