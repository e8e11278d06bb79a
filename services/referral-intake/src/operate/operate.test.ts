import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { appendOnly, connect } from '@waymark/aggregate-store';
import { nthTestNhsNumber } from '@waymark/care-types';
import { logger, verifyChain } from '@waymark/service-base';
import { until } from '@waymark/testkit/until';
import { childrenOf } from '../testing/children.ts';
import { intake, type Intake } from '../testing/intake.ts';
import { row, rowNames } from '../testing/rows.ts';

let app: Intake;
let keys: Record<string, string>;
beforeAll(async () => {
  app = await intake();
  const { IDENTITY_KEY, INDEX_KEY, AUDIT_KEY } = app.settings;
  keys = { IDENTITY_KEY, INDEX_KEY, AUDIT_KEY };
});
afterAll(() => app.close());

/** Runs the command in a process of its own; `killed` ends it with SIGKILL at the first word it says. */
async function operate(
  args: string[],
  { env = {}, killed = false }: { env?: object; killed?: boolean } = {},
) {
  const entry = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], {
    env: { PATH: process.env['PATH'], MONGO_URL: app.databaseUrl, ...keys, ...env },
  });
  const said: string[] = [];
  const heard = (text: Buffer) => said.push(text.toString());
  child.stdout.on('data', (text: Buffer) => {
    heard(text);
    if (killed) child.kill('SIGKILL');
  });
  child.stderr.on('data', heard);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, said: said.join('') };
}

const child = (n: number, more: object = {}) => ({
  source: 'B2',
  child: {
    givenName: 'Marigold',
    familyName: `Demo-Operate-${n}`,
    dateOfBirth: '2016-05-04',
    nhsNumber: nthTestNhsNumber(n),
    address: '9 Synthetic Row',
    ...more,
  },
  service: 'community-paediatrics',
  primaryReason: '25',
  receivedOn: '2018-03-02',
  notes: 'Synthetic words to be erased.',
});

async function logged(body: object): Promise<{ id: string; reference: string; personId: string }> {
  const made = await app.post('/api/referrals', body);
  expect(made.status).toBe(201);
  const id = String(made.body['referralId']);
  const { body: shown } = await app.get(`/api/referrals/${id}`);
  return { id, reference: String(shown['reference']), personId: String(shown['personId']) };
}

async function planned({ child: who }: { child: object }): Promise<string> {
  const begun = await app.post('/api/plans', { lead: { role: 'Teacher' }, child: who, metOn: '2026-03-02' });
  expect(begun.status).toBe(201);
  return `/api/plans/${String(begun.body['planId'])}`;
}

async function withdrawn(id: string): Promise<void> {
  const etag = (await app.get(`/api/referrals/${id}`)).headers.get('etag') ?? '';
  const sent = await app.post(
    `/api/referrals/${id}/withdraw`,
    { because: 'Synthetic: asked for.' },
    { headers: { 'if-match': etag } },
  );
  expect(sent.status).toBe(200);
}

/** A row with words: whoever opens the referrals of this service later looks for them. */
const noted = (n: number) => row(n, { clinical_notes: 'Synthetic words' });

test('who a child is gets erased: first told, not while a referral is open, then for ever, and audited', async () => {
  const body = child(1);
  const { id, reference, personId } = await logged(body);
  await logged({ ...child(1, { address: '10 Synthetic Row' }), service: 'adhd-assessment' });
  const second = await logged({ ...child(1), service: 'autism-assessment' });
  expect(second.personId).toBe(personId);
  const plan = await planned(body);

  const told = await operate(['erase', '--referral', reference]);
  expect(told).toMatchObject({ code: 1 });
  expect(told.said).toContain(`${personId}: `);
  expect(told.said).toContain('still open');
  expect(told.said).not.toContain('Marigold');
  expect((await operate(['erase', '--person', personId, '--yes'])).code).toBe(1);
  expect((await app.page(`/${id}`)).text).toContain('Marigold');

  const { body: list } = await app.get(`/api/referrals?person=${personId}`);
  for (const { referralId } of list['referrals'] as { referralId: string }[]) await withdrawn(referralId);
  expect((await operate(['erase', '--person', personId])).said).toContain('Nothing was erased');
  const held = await operate(['erase', '--person', personId, '--yes'], {
    env: { RETENTION_HOLD: 'inquiry' },
  });
  expect(held.said).toContain('nothing was erased');
  expect((await app.page(`/${id}`)).text).toContain('Marigold');
  expect(await operate(['erase', '--person', personId, '--yes'])).toMatchObject({ code: 0 });

  expect((await app.get(plan)).status).toBe(404);
  const shown = await app.page(`/${id}`);
  expect(shown.status).toBe(200);
  for (const gone of ['Marigold', 'Synthetic words', 'Synthetic: asked', 'Synthetic Row'])
    expect(shown.text).not.toContain(gone);
  expect((await app.get(`/api/people/resolve?ids=${personId}`)).body).toEqual({ names: {} });
  for (const find of [nthTestNhsNumber(1), 'marigold operate'])
    expect((await app.post('/api/find', { find })).body['children']).not.toContainEqual(
      expect.objectContaining({ personId }),
    );
  expect((await operate(['erase', '--person', personId, '--yes'])).code).toBe(1);

  const db = await connect(app.databaseUrl, {
    log: logger({ level: 'silent', service: 'test' }),
    appName: 'test',
  });
  const kept = await db.connection.collection<{ _id: string }>('people').findOne({ _id: personId });
  expect(kept).toMatchObject({ state: { personId, sealed: {} } });
  expect(JSON.stringify(kept)).not.toMatch(/"1\\.[0-9a-f]{8}\\./);
  expect(Object.keys((kept as unknown as { state: object }).state)).toEqual([
    'personId',
    'sealed',
    'erasedOn',
    'changedAt',
  ]);
  const entries = appendOnly(db, 'audit');
  expect(await verifyChain(entries, { chain: 'referral-intake', key: app.settings.AUDIT_KEY })).toMatchObject(
    { ok: true },
  );
  expect(
    await db.connection.collection('audit').countDocuments({ action: 'erase-person', outcome: 'done' }),
  ).toBe(1);
  await db.close();

  expect((await logged(child(1))).personId).not.toBe(personId);
});

test('a child whose time is over is listed, and erased when it is said', async () => {
  const old = await logged(child(2, { dateOfBirth: '2001-01-02' }));
  const young = await logged(child(3));
  for (const { id } of [old, young]) await withdrawn(id);
  const plans = [
    await planned(child(4, { dateOfBirth: '2001-01-02', givenName: 'Tansy' })),
    await planned(child(5, { givenName: 'Tansy' })),
  ] as const;
  const told = await operate(['retention']);
  expect(told).toMatchObject({ code: 0 });
  expect(told.said).toContain(`${old.personId}: ${old.reference}`);
  expect(told.said).not.toContain(young.personId);
  expect(told.said).toContain('1 plans of needs of children who were never referred');
  expect((await app.get(plans[0])).status).toBe(200);
  expect((await operate(['retention', '--yes'])).code).toBe(0);
  expect((await operate(['retention'])).said).toContain('0 children');
  expect((await app.page(`/${old.id}`)).text).not.toContain('Marigold');
  expect((await app.page(`/${young.id}`)).text).toContain('Marigold');
  expect(await Promise.all(plans.map(async (plan) => (await app.get(plan)).status))).toEqual([404, 200]);
});

test('what is past its time and nobody’s record is counted, and let go when it is said', async () => {
  const sent = await app.sendFile([rowNames, noted(8_000), row(8_001, { service: 'dyslexia' })].join('\n'));
  const id = String(sent.body['id']);
  await until(async () =>
    (await app.get(`/api/imports/${id}`, 'operator')).body['state'] === 'done' ? true : undefined,
  );
  const aside = await app.sendFile(
    [`${rowNames},contact_phone`, `${noted(8_002)},ring Tansy`, `${noted(8_003)},01632 960 001`].join('\n'),
    { filename: 'Tansy Demo-Named.csv' },
  );
  const asideId = String(aside.body['id']);
  await until(async () =>
    (await app.get(`/api/imports/${asideId}`, 'operator')).body['state'] === 'done' ? true : undefined,
  );
  const waits = await app.sendFile('Id;First;Last;Born;Came;Asked\nv;Acorn;Demo-W;14/05/2016;23/03/2025;Z');
  const waitsAt = `/api/imports/${String(waits.body['id'])}`;
  const stands = async () => (await app.get(waitsAt, 'operator')).body['state'];
  await until(async () => (await stands()) === 'headings' || undefined);
  const headings = {
    ...{ Id: 'source_system_id', First: 'given_name', Last: 'family_name', Born: 'date_of_birth' },
    ...{ Came: 'received_date', Asked: 'service' },
  };
  await app.post(`${waitsAt}/headings`, { headings }, { who: 'operator' });
  expect(await stands()).toBe('values');
  const begun = await app.post('/api/drafts', { source: 'B2', referredBy: { name: 'Synthetic Writer' } });
  const draftId = String(begun.body['draftId']);
  expect((await operate(['retention'])).said).toContain(
    '0 drafts that nobody went on with, 0 rows of old imports',
  );
  const db = await connect(app.databaseUrl, {
    log: logger({ level: 'silent', service: 'test' }),
    appName: 'test',
  });
  const old = '2026-01-02T03:04:05Z';
  const { connection } = db;
  await connection
    .collection<{ _id: string }>('imports')
    .updateMany({ _id: { $in: [id, asideId] } }, { $set: { 'state.endedAt': old } });
  await connection
    .collection<{ _id: string }>('drafts')
    .updateOne({ _id: draftId }, { $set: { 'state.savedAt': old } });
  await connection.collection<{ _id: string }>('import-files').insertOne({ _id: `imp_${'0'.repeat(26)}.0` });
  await db.close();
  const told =
    '1 drafts that nobody went on with, 2 rows of old imports with cells that could not be read.\n2 old imports with the names of the file and of who sent it.\n1 files of imports';
  expect((await operate(['retention'])).said).toContain(told);
  expect((await app.get(`/api/imports/${id}/rejected`, 'operator')).text).toContain('Demo-Row-8001');
  expect((await app.page(`/imports/${asideId}`, 'operator')).text).toMatch(/Tansy Demo-Named[^]*ring Tansy/);
  expect((await operate(['retention', '--yes'], { env: { RETENTION_HOLD: 'inquiry' } })).said).toContain(
    told,
  );
  expect((await operate(['retention', '--yes'])).said).toContain(told);
  expect((await operate(['retention'])).said).toContain(
    '0 drafts that nobody went on with, 0 rows of old imports',
  );
  const rejected = await app.get(`/api/imports/${id}/rejected`, 'operator');
  expect(rejected.text).toContain('service: ');
  expect(rejected.text).not.toContain('Demo-Row-8001');
  const summary = (await app.get(`/api/imports/${asideId}/summary`, 'operator')).text;
  expect(summary).toContain('contact_phone,');
  expect(summary).not.toContain('Tansy');
  const later = await app.page(`/imports/${asideId}`, 'operator');
  expect(later.text).not.toContain('Tansy');
  // A file that waits for its values is not let go, and is read on once they are said.
  expect((await app.post(`${waitsAt}/values`, { values: {} }, { who: 'operator' })).status).toBe(202);
  await until(async () => (await stands()) === 'done' || undefined);
  expect((await app.page(`/drafts/${draftId}/child`)).text).toContain('thrown away');
});

test('a rotation that is killed loses nothing and goes on, and afterwards the new key alone opens everything', async () => {
  const rows = Array.from({ length: 300 }, (_, n) =>
    row(1_000 + n, { clinical_notes: `Synthetic words ${n}` }),
  );
  const sent = await app.sendFile([rowNames, ...rows, row(9_000, { service: 'dyslexia' })].join('\n'));
  await until(async () => {
    const { body } = await app.get(`/api/imports/${String(sent.body['id'])}`, 'operator');
    return body['state'] === 'done' ? true : undefined;
  });
  const plan = await planned(child(6));
  const before = app.settings.IDENTITY_KEY;
  const fresh = randomBytes(32).toString('base64url');
  keys = { ...keys, IDENTITY_KEY: fresh, IDENTITY_KEY_BEFORE: before };
  await app.restart({ IDENTITY_KEY: fresh, IDENTITY_KEY_BEFORE: before });
  expect(await operate(['keys', 'rotate', '--dry-run'])).toMatchObject({ code: 3 });

  expect(await operate(['keys', 'rotate'], { killed: true })).toMatchObject({ signal: 'SIGKILL' });
  const half = await operate(['keys', 'rotate', '--dry-run']);
  expect(half.code).toBe(3);
  const listed = async () =>
    (await app.get('/api/referrals?limit=100')).body['referrals'] as {
      personId: string;
      referralId: string;
    }[];
  expect((await listed()).length).toBe(100);

  const [during] = await Promise.all([
    operate(['keys', 'rotate']),
    Promise.all(Array.from({ length: 20 }, (_, n) => logged(child(2_000 + n)))),
  ]);
  expect(during.code).toBe(0);
  expect(during.said).toMatch(/sealed anew/);
  expect(await operate(['keys', 'rotate', '--dry-run'])).toMatchObject({ code: 0 });

  await app.restart({ IDENTITY_KEY: fresh });
  expect((await app.get(plan)).body).toMatchObject({ familyName: 'Demo-Operate-6' });
  const all = await listed();
  const ids = [...new Set(all.map(({ personId }) => personId))];
  const { body } = await app.get(`/api/people/resolve?ids=${ids.join()}`);
  expect(Object.keys(body['names'] as object)).toHaveLength(ids.length);
  for (const { referralId } of all.slice(0, 30))
    expect((await app.page(`/${referralId}`)).text).toMatch(/Synthetic words/);
  const rejected = await app.get(`/api/imports/${String(sent.body['id'])}/rejected`, 'operator');
  expect(rejected.text).toContain('Demo-Row-9000');
}, 180_000);

test('the plan of a record that was put together with another is erased with it, whatever the child was called then', async () => {
  const use = childrenOf(app);
  const known = { familyName: 'Synthetictogether', dateOfBirth: '2016-06-07', postcode: 'DH7 7AA' };
  const short = { ...known, givenName: 'Bill' };
  const a = await logged({ ...child(71), child: short });
  const plan = await planned({ child: short });
  const named = { ...known, givenName: 'William', nhsNumber: nthTestNhsNumber(71) };
  const b = await logged({ ...child(71), child: named, service: 'autism-assessment' });
  const pair = await use.pairOf(a.personId, b.personId);
  const joined = await use.act(`/duplicates/${pair.pairId}/same-child`, {
    ...{ keep: b.personId, because: 'Synthetic.' },
  });
  expect(joined.status).toBe(200);
  await withdrawn(a.id);
  await withdrawn(b.id);
  expect((await app.get(plan)).status).toBe(200);
  expect(await operate(['erase', '--person', b.personId, '--yes'])).toMatchObject({ code: 0 });
  expect((await app.get(plan)).status).toBe(404);
});
