import { nthTestNhsNumber } from '@waymark/care-types';
import { intake, until, type Intake } from '../../testing/intake.ts';
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
    row(6).replace(',B2,', ','),
    row(7, { nhs_number: nthTestNhsNumber(1), family_name: 'Demo-Row-1' }),
  ].join('\r\n');
  const done = await imported(`\ufeff${file}\r\n`);
  expect(done).toMatchObject({ state: 'done', rows: 7, added: 2, already: 1, rejected: 4, failure: null });
  const rejected = await rejectedOf(done['id']);
  expect(rejected).toContain('date_of_birth: Enter a real date');
  expect(rejected).toContain('gender: Stated gender must be one of: 1 (Male)');
  expect(rejected).toContain("'=cmd()");
  expect(rejected).toContain('The id stands in row 2 of this file already');
  expect(rejected).toContain('15 cells');
  expect(await imported(file)).toMatchObject({ added: 0, already: 3, rejected: 4 });
  const mended = rejected
    .replace('2016-02-30', '2016-02-28')
    .replace(',7,A', ',1,A')
    .replace("'=cmd()", 'Cob');
  expect(await imported(mended)).toMatchObject({ state: 'done', rows: 4, added: 2, already: 0, rejected: 2 });
});

test('an import that a stop cuts short says so, and the same file again adds only what is missing', async () => {
  const rows = Array.from({ length: 800 }, (_, n) => row(10_000 + n));
  const file = [rowNames, ...rows].join('\n');
  const sent = await app.sendFile(file);
  const path = `/api/imports/${String(sent.body['id'])}`;
  await until(async () => (Number((await app.get(path, 'operator')).body['added']) > 0 ? true : undefined));
  await app.again();
  const { body: cut } = await app.get(path, 'operator');
  expect(cut).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('Send the file again') as string,
  });
  const again = await imported(file);
  expect(again).toMatchObject({ state: 'done', rows: 800, rejected: 0 });
  expect(Number(again['already'])).toBeGreaterThanOrEqual(Number(cut['added']));
  expect(Number(again['already']) + Number(again['added'])).toBe(800);
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
  expect(await imported(Buffer.from('\ufeffsource_system_id\nx', 'utf16le'))).toMatchObject({
    state: 'failed',
    failure: 'The file is in UTF-16. Save it as “CSV UTF-8” and send that.',
  });
  const plain = await app.post('/api/imports', {}, { who: 'operator' });
  expect(plain.status).toBe(415);
});
