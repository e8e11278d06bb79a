import { nthTestNhsNumber } from '@waymark/care-types';
import { referralDuplicateResolved } from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import { until } from '@waymark/testkit/until';
import { intake, type Answer, type Intake } from '../testing/intake.ts';
import { row, rowNames } from '../testing/rows.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

const secret = 'Synthetic reason: the kitchen was quiet.';
let born = 0;

/** A family whom nobody else resembles, with a birthday of its own. */
function family() {
  born += 1;
  const words = ['Quillon', 'Barnaby', 'Thistle', 'Wexcombe', 'Orchard', 'Velvet', 'Juniper', 'Lantern'];
  const familyName = `Demo-${words[born % words.length] ?? ''}${'abcdefghijklmnop'[born] ?? ''}`;
  return { familyName, dateOfBirth: `2014-0${(born % 9) + 1}-1${born % 10}`, postcode: 'DH1 1AB' };
}

async function logged(child: object, change: object = {}, who: 'clinician' | 'referrer' = 'clinician') {
  const answer = await app.post(
    '/api/referrals',
    {
      source: 'C2',
      organisation: '114312',
      child: { givenName: 'Bartholomew', ...child },
      service: 'autism-assessment',
      primaryReason: '25',
      receivedOn: '2026-03-02',
      ...change,
    },
    { who },
  );
  expect(answer.status).toBe(201);
  const referralId = String(answer.body['referralId']);
  return { referralId, personId: await personOf(referralId) };
}

const shown = async (referralId: string) => (await app.get(`/api/referrals/${referralId}`)).body;
const personOf = async (referralId: string) => String((await shown(referralId))['personId']);

type Pair = { pairId: string; children: string[]; outcome: string | null };
const pairsOf = async (show = '') =>
  (await app.get(`/api/duplicates?limit=100&show=${show}`)).body['pairs'] as Pair[];
const pairOf = (a: string, b: string) =>
  until(async () => (await pairsOf()).find(({ children }) => children.includes(a) && children.includes(b)));

async function decide(
  pairId: string,
  name: string,
  body: object = {},
  who: 'clinician' | 'triage' = 'clinician',
): Promise<Answer> {
  const etag = (await app.get(`/api/duplicates/${pairId}`)).headers.get('etag') ?? '';
  return app.post(
    `/api/duplicates/${pairId}/${name}`,
    { because: secret, ...body },
    { who, headers: { 'if-match': etag } },
  );
}

/** Two records of one child: with a number at one desk, without one at the other. */
async function twice(first: object = {}, second: object = {}) {
  const own = family();
  const one = await logged({ ...own, nhsNumber: nthTestNhsNumber(900 + born) }, first);
  const two = await logged({ ...own, givenName: 'Bartholemew' }, { service: 'adhd-assessment', ...second });
  const { pairId } = await pairOf(one.personId, two.personId);
  return { one, two, pairId, family: own };
}

test('records of one child are found, put together with all their referrals, and undone', async () => {
  const spy = consumerSpy(app.messaging, [referralDuplicateResolved]);
  await spy.start();
  const { one, two, pairId } = await twice();
  expect((await shown(two.referralId))['toDecide']).toEqual([pairId]);
  expect((await app.page(`/${two.referralId}`)).text).toContain(`href="/referrals/duplicates/${pairId}"`);
  const page = (await app.page(`/duplicates/${pairId}`)).text;
  expect(page).toContain('Bartholemew');
  expect(page).toContain('Differs');
  expect(page).toContain('They are the same child');

  const refused = await decide(pairId, 'same-child', { keep: two.personId });
  expect([refused.status, refused.body['detail']]).toEqual([
    409,
    'Choose the record that has the NHS number, so that the number is not lost',
  ]);
  const done = await decide(pairId, 'same-child', { keep: one.personId });
  expect(done).toMatchObject({
    status: 200,
    body: { state: 'decided', outcome: 'same-child', kept: one.personId },
  });
  expect(await shown(two.referralId)).toMatchObject({ personId: one.personId, toDecide: [] });
  const told = await spy.sees(referralDuplicateResolved.type, { referralId: two.referralId });
  expect(told).toMatchObject({
    data: { resolved: 'same-child', personId: one.personId, personBefore: two.personId, pairId },
  });
  const history = (await app.get(`/api/duplicates/${pairId}`)).body['history'] as { text: string }[];
  expect(history[0]?.text).toBe(`Put two records of one child together. “${secret}”`);

  expect(await decide(pairId, 'undo')).toMatchObject({ status: 200, body: { state: 'open', kept: null } });
  expect(await personOf(two.referralId)).toBe(two.personId);
  expect(await personOf(one.referralId)).toBe(one.personId);
  await until(() =>
    Promise.resolve(
      spy.seen().some(({ data }) => (data as { resolved?: string }).resolved === 'undone') || undefined,
    ),
  );
  await spy.stop();
  expect(JSON.stringify(spy.seen())).not.toContain('kitchen');
  expect(app.logged()).not.toContain('kitchen');
});

test('who was put together is known by either record: a referral that comes next is the kept child’s', async () => {
  const { one, two, pairId, family: own } = await twice();
  await decide(pairId, 'same-child', { keep: one.personId });
  const next = await logged(
    { ...own, givenName: 'Bartholemew' },
    { service: 'eating-disorder', primaryReason: '12' },
  );
  expect(next.personId).toBe(one.personId);
  const found = await app.post('/api/find', { find: `Bartholemew ${own.familyName}` });
  const children = found.body['children'] as { personId: string }[];
  expect(children.map(({ personId }) => personId)).not.toContain(two.personId);
  expect(children.map(({ personId }) => personId)).toContain(one.personId);
});

test('where both wait for one service a referral must be said to stand; the earlier day counts; undone both wait', async () => {
  const { one, two, pairId } = await twice(
    { receivedOn: '2026-04-01' },
    { service: 'autism-assessment', receivedOn: '2026-03-02' },
  );
  const asked = await decide(pairId, 'same-child', { keep: one.personId });
  expect(asked.status).toBe(409);
  expect(asked.body['detail']).toContain('Autism');
  const stands = { 'autism-assessment': one.referralId };
  expect((await decide(pairId, 'same-child', { keep: one.personId, stands })).status).toBe(200);
  expect(await shown(one.referralId)).toMatchObject({ status: 'received', receivedOn: '2026-03-02' });
  const ended = { status: 'duplicate', duplicateOf: one.referralId, personId: one.personId };
  expect(await shown(two.referralId)).toMatchObject(ended);
  expect((await app.page(`/${two.referralId}`)).text).toContain('Duplicate');
  const links = (await shown(two.referralId))['links'] as { href: string | null }[];
  expect(links.filter(({ href }) => href !== null)).toEqual([]);

  expect((await decide(pairId, 'undo')).status).toBe(200);
  expect(await shown(one.referralId)).toMatchObject({ status: 'received', receivedOn: '2026-04-01' });
  const back = await shown(two.referralId);
  expect(back).toMatchObject({ status: 'received', personId: two.personId, receivedOn: '2026-03-02' });
  expect(back['duplicateOf']).toBeUndefined();
});

test('the same referral again ends the newer as a duplicate of the older', async () => {
  const { one, two, pairId } = await twice(
    { receivedOn: '2026-04-01' },
    { service: 'autism-assessment', receivedOn: '2026-03-02' },
  );
  expect((await decide(pairId, 'same-referral', { keep: one.personId })).status).toBe(200);
  expect(await shown(one.referralId)).toMatchObject({ status: 'duplicate', duplicateOf: two.referralId });
  expect(await shown(two.referralId)).toMatchObject({ status: 'received', personId: one.personId });
});

test('what happened to a referral since stays when the decision is undone', async () => {
  const { one, two, pairId } = await twice();
  await decide(pairId, 'same-child', { keep: one.personId });
  const etag = (await app.get(`/api/referrals/${two.referralId}`)).headers.get('etag') ?? '';
  await app.post(
    `/api/referrals/${two.referralId}/accept`,
    { team: 'C01' },
    { headers: { 'if-match': etag } },
  );
  await decide(pairId, 'undo');
  expect(await shown(two.referralId)).toMatchObject({ status: 'accepted', personId: two.personId });
});

test('two children are not offered again, unless a record changes', async () => {
  const { one, two, pairId, family: own } = await twice();
  expect((await decide(pairId, 'not-the-same')).body).toMatchObject({ outcome: 'not-the-same' });
  expect((await decide(pairId, 'same-child', { keep: one.personId })).body['detail']).toContain(
    'You found two records to be of two children',
  );
  // Another change of the same record, of what is not compared, is looked at and offers nothing.
  const again = { ...own, givenName: 'Bartholemew', phone: '0191 498 0001' };
  await logged(again, { service: 'eating-disorder', primaryReason: '12' });
  const other = await twice();
  expect((await pairsOf()).map((pair) => pair.pairId)).not.toContain(pairId);
  expect((await pairsOf('decided')).map((pair) => pair.pairId)).toContain(pairId);
  // A school is compared.
  await logged({ ...again, school: '114312' }, { service: 'camhs-community', primaryReason: '12' });
  expect((await pairOf(one.personId, two.personId)).pairId).toBe(pairId);
  expect(other.pairId).not.toBe(pairId);
});

test('of two at once the second is told who decided what, and when', async () => {
  const { one, pairId } = await twice();
  const etag = (await app.get(`/api/duplicates/${pairId}`)).headers.get('etag') ?? '';
  const headers = { 'if-match': etag };
  const body = { because: secret };
  expect(
    (await app.post(`/api/duplicates/${pairId}/not-the-same`, body, { who: 'triage', headers })).status,
  ).toBe(200);
  const late = await app.post(
    `/api/duplicates/${pairId}/same-child`,
    { ...body, keep: one.personId },
    { headers },
  );
  expect(late.status).toBe(412);
  expect(late.body['detail']).toMatch(
    /^The triage team found two records to be of two children on \d+ \w+ \d{4} at \d\d:\d\d\./,
  );
});

test('a hidden address is neither shown nor compared, and the record that stays hides it too', async () => {
  const own = family();
  const one = await logged({ ...own, nhsNumber: nthTestNhsNumber(900 + born), address: '9 Synthetic Lane' });
  const two = await logged(
    { ...own, givenName: 'Bartholemew', addressHidden: true },
    { service: 'adhd-assessment' },
  );
  const { pairId } = await pairOf(one.personId, two.personId);
  const { body } = await app.get(`/api/duplicates/${pairId}`);
  const rows = body['compared'] as { field: string; other: string; one: string; says: string }[];
  expect(rows.find(({ field }) => field === 'Postcode')?.says).toBe('Not compared');
  const why = body['why'] as { field: string; level: string }[];
  expect(why.find(({ field }) => field === 'Postcode')?.level).toBe('Not shown');
  await decide(pairId, 'same-child', { keep: one.personId });
  expect(await shown(two.referralId)).toMatchObject({ outwardPostcode: null });
  expect((await app.page(`/${one.referralId}`)).text).not.toContain('9 Synthetic Lane');
});

test('a form without a choice comes again with what was typed, and a referrer sees none of it', async () => {
  const { one, pairId } = await twice();
  const form = (await app.page(`/duplicates/${pairId}/same-child`)).text;
  const version = /name="_version" value="(\d+)"/.exec(form)?.[1] ?? '';
  const path = `/duplicates/${pairId}/same-child`;
  const missing = await app.submit(path, { _version: version, because: secret });
  expect(missing.status).toBe(422);
  expect(missing.text).toContain('Choose the record that stays');
  expect(missing.text).toContain('the kitchen was quiet');
  const sent = await app.submit(path, { _version: version, because: secret, keep: one.personId });
  expect(sent.status).toBe(303);
  expect((await app.page('/duplicates', 'referrer')).status).toBe(403);
  expect((await app.page(`/duplicates/${pairId}`, 'referrer')).status).toBe(403);
});

test('who logs is told whom the child may be, if they decide about it; a referrer that a clinician looks', async () => {
  const own = family();
  const one = await logged({ ...own, nhsNumber: nthTestNhsNumber(900 + born) });
  await until(async () => (await app.metrics()).includes('filled="true"') || undefined);
  const child = { ...own, givenName: 'Bartholemew' };
  const body = {
    source: 'C2',
    organisation: '114312',
    child,
    service: 'adhd-assessment',
    primaryReason: '24',
  };
  const begin = async (who: 'clinician' | 'referrer', wanted: string) => {
    const begun = await app.post('/api/drafts', { source: 'C2', organisation: '114312' }, { who });
    const draft = `/drafts/${String(begun.body['draftId'])}`;
    const { service, primaryReason } = body;
    for (const [step, typed] of Object.entries({
      child: { child: { ...child, nhsNumberNotKnown: true } },
      request: { service, primaryReason },
      circumstances: { circumstances: [] },
      needs: { needs: {} },
      consent: { consent: { given: 'not-asked' } },
    }))
      expect([step, (await app.post(`/api${draft}/${step}`, typed, { who })).status]).toEqual([step, 200]);
    return until(async () => {
      const { text } = await app.page(`${draft}/check`, who);
      return text.includes(wanted) ? text : undefined;
    });
  };
  const check = await begin('clinician', `Bartholomew ${own.familyName}`);
  expect(check).toContain('This may be a child who is known already');
  const plain = await begin('referrer', 'a clinician looks whether the child is known here already');
  expect(plain).not.toContain('Bartholomew');
  const told = await app.post('/api/referrals', { ...body, receivedOn: '2026-03-02' });
  expect(told.body['mayBeKnownAs']).toContain(one.personId);
  const other = { ...body, child: { ...child, givenName: 'Bartholomeus' } };
  const untold = await app.post(
    '/api/referrals',
    { ...other, receivedOn: '2026-03-02' },
    { who: 'referrer' },
  );
  expect(untold.body['mayBeKnownAs']).toBeNull();
});

test('a row of a file is taken, and the summary says that the child may be known under another record', async () => {
  const own = family();
  await logged({ ...own, nhsNumber: nthTestNhsNumber(900 + born) });
  const file = [
    rowNames,
    row(700 + born, {
      ...{ nhs_number: '', given_name: 'Bartholemew', family_name: own.familyName },
      ...{ date_of_birth: own.dateOfBirth, service: 'camhs-community', primary_reason: '05' },
    }),
    row(800 + born, { family_name: 'Demo-Unlike' }),
  ];
  const sent = await app.sendFile(file.join('\n'));
  const path = `/api/imports/${String(sent.body['id'])}`;
  const summary = await until(async () => {
    if ((await app.get(path, 'operator')).body['state'] !== 'done') return undefined;
    const { text } = await app.get(`${path}/summary`, 'operator');
    return text.includes('may be known') ? text : undefined;
  });
  expect((await app.get(path, 'operator')).body).toMatchObject({ added: 2, duplicates: 0 });
  const [, first, second] = summary.trimEnd().split('\r\n');
  expect(first).toContain('Taken, and the child may be known under another record');
  expect(second).not.toContain('may be known');
});

test('what waits and what was decided is measured, without a name', async () => {
  const metrics = await app.metrics();
  expect(metrics).toMatch(/waymark_duplicates\{outcome="same-child"[^}]*\} \d/);
  expect(metrics).toMatch(/waymark_duplicates_searched\{filled="true"[^}]*\} \d/);
  expect(metrics).not.toContain('artholem');
});
