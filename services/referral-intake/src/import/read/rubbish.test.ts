import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { connect } from '@waymark/aggregate-store';
import { logger } from '@waymark/service-base';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../../testing/intake.ts';
import { row, rowNames } from '../../testing/rows.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

async function imported(csv: string) {
  const sent = await app.sendFile(csv);
  return until(async () => {
    const { body } = await app.get(`/api/imports/${String(sent.body['id'])}`, 'operator');
    return body['state'] === 'reading' ? undefined : body;
  });
}

test('bytes that no text has cost the name their row and the notes themselves, and are shown without them', async () => {
  const file = [
    rowNames,
    row(1, { given_name: 'Ac\0orn' }),
    row(2),
    row(3, { clinical_notes: 'a\0b' }),
    `\0\0\0\0`,
  ];
  const done = await imported(file.join('\n'));
  expect(done).toMatchObject({ state: 'done', rows: 4, added: 2, rejected: 2, setAside: 1 });
  const { text: rejected } = await app.get(`/api/imports/${String(done['id'])}/rejected`, 'operator');
  expect(rejected).toContain('given_name: The given name must have no control characters');
  const { text: summary } = await app.get(`/api/imports/${String(done['id'])}/summary`, 'operator');
  expect(summary).toContain('clinical_notes,The notes must have no control characters');
  expect(rejected).toContain('source_system_id: The id must have letters');
});

test('a heading that stands twice is told, and nothing is taken', async () => {
  expect(await imported(`${rowNames},needs\n${row(20)},\n`)).toMatchObject({
    state: 'failed',
    added: 0,
    failure: 'The first line names a column twice: needs.',
  });
});

test('a file of 2 GB that does not say how long it is is refused on its way, held nowhere and kept nowhere', async () => {
  const sending = request(`${app.url()}/api/imports?filename=synthetic.csv`, {
    method: 'POST',
    headers: {
      ...(await app.identity.bearer('operator')),
      'content-type': 'text/csv',
      'idempotency-key': 'two-gigabytes',
      'transfer-encoding': 'chunked',
    },
  });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  sending.on('error', () => undefined);
  const over = answered.then(() => true).catch(() => true);
  const part = Buffer.from(`${row(30)}\n`.repeat(4_096));
  sending.write(`${rowNames}\n`);
  const before = process.memoryUsage.rss();
  let [most, sent] = [0, 0];
  for (let ended = false; !ended && sent < 2 ** 31; sent += part.length) {
    if (!sending.write(part)) ended = await Promise.race([over, once(sending, 'drain').then(() => false)]);
    most = Math.max(most, process.memoryUsage.rss() - before);
  }
  const [answer] = await answered;
  expect(answer.statusCode).toBe(413);
  expect(JSON.parse(await text(answer))).toMatchObject({ status: 413 });
  sending.destroy();
  expect(sent / 2 ** 20).toBeLessThan(300);
  expect(most / 2 ** 20).toBeLessThan(200);
  const log = logger({ level: 'silent', service: 'test' });
  const db = await connect(app.databaseUrl, { log, appName: 'test' });
  await until(async () => ((await db.collection('import-files').countDocuments()) === 0 ? true : undefined));
  await db.close();
}, 180_000);
