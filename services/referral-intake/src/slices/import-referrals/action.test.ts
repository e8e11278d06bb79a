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
