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
  expect(rejected).toContain('gender: Stated gender must be one of: 1 (Male)');
  expect(rejected).toContain("'=cmd()");
  expect(rejected).toContain('The id stands in row 2 of this file already');
  expect(rejected).toContain('The row has 18 cells, and there are 16 headings');
  expect(rejected).toContain(',and,more');
  expect(await imported(file)).toMatchObject({ added: 0, already: 2, duplicates: 1, rejected: 4 });
  const mended = rejected
    .replace('2016-02-30', '2016-02-28')
    .replace(',7,A', ',1,A')
    .replace("'=cmd()", 'Cob');
  expect(await imported(mended)).toMatchObject({ state: 'done', rows: 4, added: 2, already: 0, rejected: 2 });
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
  expect(summary).toMatch(/2,Updated,WM-[^,]+,,\r\n3,Unchanged,WM-/);
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

test('a spreadsheet with other headings is matched once, and then remembered', async () => {
  const names = 'Ref;NHS no.;Forename;Surname;DOB;Sex;Ethnicity;Date received;Referred by;Urgency;Why';
  const line = (n: number) =>
    `R${n};${String(nthTestNhsNumber(n))};Zoë;Demo-Row-${n};14/05/2016;Female;White: British;23/03/2025;GP;Routine;Autism`;
  const file = (...rows: number[]) => Buffer.from([names, ...rows.map(line)].join('\r\n'), 'latin1');
  const waiting = await imported(file(50_001));
  expect(waiting).toMatchObject({ state: 'headings', letters: null });
  const path = `/api/imports/${String(waiting['id'])}`;
  const asked = (await app.get(`${path}/headings`, 'operator')).body as {
    columns: { name: string; guess: string | null }[];
  };
  const guesses = Object.fromEntries(
    asked.columns.flatMap(({ name, guess }) => (guess === null ? [] : [[name, guess]])),
  );
  expect(guesses).toMatchObject({ given_name: 'Forename', date_of_birth: 'DOB', nhs_number: 'NHS no.' });
  const lacking = await app.post(`${path}/headings`, { columns: guesses }, { who: 'operator' });
  expect(lacking.status).toBe(422);
  expect(lacking.text).toContain('columns.source_system_id');
  const said = {
    columns: { ...guesses, source_system_id: 'Ref', primary_reason: 'Why' },
    fixed: { service: 'Autism', provider_code: 'RX3' },
  };
  const page = await app.page(`/imports/${String(waiting['id'])}/headings`, 'operator');
  expect(page.text).toContain('Forename');
  expect((await app.post(`${path}/headings`, said, { who: 'operator' })).status).toBe(202);
  const done = await until(async () => {
    const { body } = await app.get(path, 'operator');
    return body['state'] === 'reading' ? undefined : body;
  });
  expect(done).toMatchObject({ state: 'done', added: 1, letters: 'Windows-1252 (Western European)' });
  expect(await imported(file(50_001, 50_002))).toMatchObject({ state: 'done', added: 1, already: 1 });
  const late = await app.post(`${path}/headings`, said, { who: 'operator' });
  expect(late.status).toBe(409);
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
