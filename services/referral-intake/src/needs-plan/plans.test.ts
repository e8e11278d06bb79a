import { connect } from '@waymark/aggregate-store';
import { nthTestNhsNumber } from '@waymark/care-types';
import { referralReceived } from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import { logger } from '@waymark/service-base';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../testing/intake.ts';
import { row, rowNames } from '../testing/rows.ts';

let app: Intake;
let now = Temporal.Instant.from('2026-03-03T09:00:00Z');
beforeAll(async () => {
  app = await intake({ clock: { now: () => now } });
});
afterAll(() => app.close());

const clockAt = (day: string) => {
  now = Temporal.Instant.from(`${day}T09:00:00Z`);
};

const child = {
  givenName: 'Bramble',
  familyName: 'Demo-Ashgill',
  dateOfBirth: '2016-05-04',
  school: '114312',
};
const plan = {
  lead: { role: 'Class teacher', name: 'Fern Synthetic' },
  child,
  metOn: '2026-03-02',
  needs: { sleep: { home: 3, school: 1 }, change: { school: 2 } },
  strengths: 'Draws well.',
  circumstances: ['exclusion-risk'],
  step: { what: 'A visual timetable', who: 'Class teacher', where: 'school', since: '2026-03-03' },
};
const version = (number: number) => ({ who: 'referrer' as const, headers: { 'if-match': `"${number}"` } });
const placeOf = (answer: { headers: Headers }) =>
  String(answer.headers.get('location')).replace('/referrals', '');

async function begun(over: object = {}, who: 'referrer' | 'clinician' = 'referrer'): Promise<string> {
  const { status, body, text } = await app.post('/api/plans', { ...plan, ...over }, { who });
  if (status !== 201) throw new Error(text);
  return String(body['planId']);
}

/** What a sent draft needs besides what a plan knows. */
async function finished(draft: string, request: object = {}) {
  await app.post(
    `/api${draft}/request`,
    { service: 'autism-assessment', primaryReason: '25', ...request },
    { who: 'referrer' },
  );
  await app.post(`/api${draft}/circumstances`, { circumstances: ['exclusion-risk'] }, { who: 'referrer' });
  await app.post(`/api${draft}/consent`, { consent: { given: 'not-asked' } }, { who: 'referrer' });
  return app.post(`/api${draft}/send`, {}, { who: 'referrer' });
}

test('a plan is tried, reviewed, and becomes a referral with nothing typed again', async () => {
  clockAt('2026-03-03');
  const planId = await begun();
  const at = `/api/plans/${planId}`;
  const more = { what: 'A walk before school', who: 'Father', where: 'home', since: '2026-03-03' };
  expect((await app.post(`${at}/step`, { step: more }, version(1))).status).toBe(200);
  expect((await app.post(`${at}/step`, { step: more }, version(1))).status).toBe(412);

  clockAt('2026-04-15');
  const list = await app.get('/api/plans', 'referrer');
  expect(list.body).toMatchObject({ open: 1, overdue: 1, plans: [{ planId, overdue: true, reviews: 0 }] });
  const seen = {
    on: '2026-04-14',
    outcomes: { 1: 'helped', 2: 'not-helped' },
    needs: { sleep: { home: 1, school: 1 } },
    note: 'Mornings are calmer.',
  };
  expect((await app.post(`${at}/review`, { ...seen, outcomes: { 1: 'helped' } }, version(2))).status).toBe(
    422,
  );
  expect((await app.post(`${at}/review`, seen, version(2))).status).toBe(200);
  const page = await app.page(`/plans/${planId}`, 'referrer');
  for (const words of [
    'at home most of the time',
    'at home a little',
    'Better',
    'Mornings are calmer.',
    'You, ',
  ])
    expect(page.text).toContain(words);
  expect((await app.get('/api/plans', 'referrer')).body).toMatchObject({ open: 1, overdue: 0 });

  const spy = consumerSpy(app.messaging, [referralReceived]);
  await spy.start();
  const begin = await app.submit(`/plans/${planId}/refer`, {}, 'referrer');
  expect(placeOf(begin)).toMatch(/^\/drafts\/dra_\w+\/request$/);
  const draft = placeOf(begin).replace('/request', '');
  expect((await app.page(`${draft}/needs`, 'referrer')).text).toContain('A visual timetable (Class teacher');
  const early = await app.post(`/api${draft}/send`, {}, { who: 'referrer' });
  expect(JSON.stringify(early.body)).toContain('Look at this step, and save it');
  const sent = await finished(draft);
  expect(sent.status).toBe(201);
  const { referralId, reference } = sent.body;

  const told = await spy.sees(referralReceived.type, { referralId });
  expect(told.data).toMatchObject({
    needs: [{ domain: 'sleep', home: 1, school: 1, community: 0 }],
    circumstances: [{ id: 'exclusion-risk', source: 'referrer' }],
  });
  expect(JSON.stringify(told)).not.toContain('timetable');
  await spy.stop();

  const referral = await app.get(`/api/referrals/${String(referralId)}`, 'referrer');
  expect(referral.body).toMatchObject({
    givenName: 'Bramble',
    organisation: '114312',
    told: { strengths: 'Draws well.', referredBy: { role: 'Class teacher', name: 'Fern Synthetic' } },
    plan: { state: 'given', says: 'Plan since 3 March 2026, reviewed once.', planId },
  });
  const { told: statement } = referral.body as { told: { tried: string } };
  expect(statement.tried).toContain(
    'A walk before school (Father, at home, since 3 March 2026): it does not help.',
  );
  expect((await app.get(at, 'referrer')).body).toMatchObject({
    state: 'became-referral',
    became: { reference, referralId },
  });
  expect((await app.page(`/${String(referralId)}`, 'referrer')).text).toContain(`/referrals/plans/${planId}`);
  expect((await app.post(`${at}/refer`, {}, { who: 'referrer' })).status).toBe(201);
  const over = await app.post(`${at}/step`, { step: more }, version(4));
  expect(over).toMatchObject({ status: 409, body: { detail: 'This plan has become a referral.' } });
});

test('a plan is its own organisation’s, and sealed', async () => {
  const own = await begun({ child: { ...child, givenName: 'Own' } });
  const others = await begun(
    { organisation: '113970', child: { ...child, givenName: 'Others' } },
    'clinician',
  );
  expect((await app.get(`/api/plans/${own}`, 'referrer')).status).toBe(200);
  expect((await app.get(`/api/plans/${others}`, 'referrer')).status).toBe(403);
  expect((await app.get(`/api/plans/${others}`)).status).toBe(200);
  const list = await app.page('/plans', 'referrer');
  expect(list.text).toContain('Own Demo-Ashgill');
  expect(list.text).not.toContain('Others Demo-Ashgill');
  expect((await app.page('/plans')).text).toContain('Others Demo-Ashgill');
  expect((await app.post(`/api/plans/${others}/refer`, {}, { who: 'referrer' })).status).toBe(403);
  for (const who of ['practitioner', 'commissioner', 'operator'] as const)
    expect((await app.get('/api/plans', who)).status).toBe(403);
  expect(app.logged()).not.toMatch(/Demo-Ashgill|visual timetable/);
});

test('what is wrong is said at its field, and nothing typed is lost', async () => {
  clockAt('2026-04-15');
  const wrong = await app.submit(
    '/plans/new',
    { 'lead.role': 'Class teacher', 'child.givenName': 'Bramble', 'step.what': 'A visual timetable' },
    'referrer',
  );
  const nameless = await app.post('/api/plans', {
    ...{ ...plan, child: { ...child, givenName: undefined, familyName: undefined } },
  });
  expect(nameless.body['errors']).toMatchObject([{ field: 'child.givenName' }]);
  expect(wrong.status).toBe(422);
  for (const words of ['value="Bramble"', 'value="A visual timetable"', 'Who does it is needed'])
    expect(wrong.text).toContain(words);
  const ahead = await app.post('/api/plans', { ...plan, metOn: '2026-05-01' }, { who: 'referrer' });
  expect(ahead.body['errors']).toMatchObject([{ field: 'metOn' }]);
  const risk = await app.post(
    '/api/plans',
    { ...plan, circumstances: ['serious-risk'] },
    { who: 'referrer' },
  );
  expect(JSON.stringify(risk.body)).toContain('refer now');
  const nowhere = await app.post('/api/plans', { ...plan, child: { ...child, school: 'Nowhere' } });
  expect(nowhere.body['errors']).toMatchObject([{ field: 'child.school' }]);
});

test('a plan ends with a reason, and is then referred with no more', async () => {
  clockAt('2026-04-15');
  const planId = await begun();
  expect((await app.post(`/api/plans/${planId}/end`, {}, version(1))).status).toBe(422);
  expect((await app.post(`/api/plans/${planId}/end`, { reason: 'needs-met' }, version(1))).status).toBe(200);
  expect((await app.page(`/plans/${planId}`, 'referrer')).text).toContain('It helped');
  const referred = await app.post(`/api/plans/${planId}/refer`, {}, { who: 'referrer' });
  expect(referred).toMatchObject({ status: 409, body: { detail: 'This plan has ended.' } });
  expect((await app.page('/plans?state=ended', 'referrer')).text).toContain('Ended (1)');
});

test('a plan that a process could not tell of its referral, because it died, is told at the next start', async () => {
  clockAt('2026-04-15');
  const tansy = { ...child, givenName: 'Tansy' };
  const planId = await begun({ child: tansy });
  const db = await connect(app.databaseUrl, {
    log: logger({ level: 'silent', service: 'test' }),
    appName: 'test',
  });
  const kept = db.connection.collection<{ _id: string }>('needs-plans');
  const before = await kept.findOne({ _id: planId });
  const logged = await app.post('/api/referrals', { ...referral, child: tansy, plan: { planId } });
  expect(logged.status).toBe(201);
  if (before) await kept.replaceOne({ _id: planId }, before);
  await db.close();
  expect((await app.get(`/api/plans/${planId}`)).body['state']).toBe('open');
  await app.restart();
  await app.swept('link-plans');
  const { referralId, reference } = logged.body;
  expect((await app.get(`/api/plans/${planId}`)).body).toMatchObject({
    state: 'became-referral',
    became: { referralId, reference },
  });
});

const referral = {
  source: 'C2',
  organisation: '114312',
  child: { ...child, givenName: 'Heather' },
  service: 'autism-assessment',
  primaryReason: '25',
};

test('a referral without a plan is taken, and asked for one by a day, with the reason, until it is there', async () => {
  clockAt('2026-04-15');
  const logged = await app.post('/api/referrals', referral, { who: 'referrer' });
  expect(logged.status).toBe(201);
  const { referralId } = logged.body as { referralId: string };
  const at = `/api/referrals/${referralId}`;
  const asked = (await app.get(at, 'referrer')).body['plan'];
  expect(asked).toMatchObject({ state: 'asked-for', by: '2026-05-14', late: false });
  expect(JSON.stringify(asked)).toContain('because since 3 November 2025');
  for (const path of [`/${referralId}`, `/${referralId}/logged`])
    expect((await app.page(path, 'referrer')).text).toContain('A plan of needs is asked for by 14 May 2026');
  const triage = await app.get('/api/triage');
  expect(triage.body).toMatchObject({ plansAsked: 1 });
  expect((await app.page('/triage')).text).toContain('A plan is asked for by 14 May 2026');
  expect((await app.page(`/${referralId}/plan`, 'referrer')).text).toContain('No plan of this child is open');

  const another = await begun();
  const wrong = await app.post(`${at}/plan`, { planId: another }, { who: 'referrer' });
  expect(wrong.body['errors']).toMatchObject([{ field: 'planId' }]);
  expect(wrong.text).toContain('another child');
  const planId = await begun({ child: referral.child });
  expect((await app.page(`/${referralId}/plan`, 'referrer')).text).toContain('Heather Demo-Ashgill, since');
  expect((await app.submit(`/${referralId}/plan`, { planId }, 'referrer')).status).toBe(303);
  expect((await app.get(at, 'referrer')).body['plan']).toMatchObject({ state: 'given', planId });
  expect((await app.get(`/api/plans/${planId}`, 'referrer')).body['state']).toBe('became-referral');
  expect((await app.post(`${at}/plan`, { planId: await begun({ child: referral.child }) })).status).toBe(409);
  expect((await app.get('/api/triage')).body).toMatchObject({ plansAsked: 0 });
  expect((await app.page(`/${referralId}`)).text).toContain('Said which plan of needs the referral follows');
});

test('rows of a file are asked for a plan too, and so is what is corrected into such a service', async () => {
  clockAt('2026-04-15');
  const sent = await app.sendFile(
    [
      rowNames,
      row(1, { service: 'autism-assessment', date_of_birth: '2016-05-04', received_date: '2026-04-01' }),
    ].join('\n'),
  );
  await until(async () => {
    const { body } = await app.get(`/api/imports/${String(sent.body['id'])}`, 'operator');
    return body['state'] === 'done' ? true : undefined;
  });
  expect((await app.get('/api/triage')).body).toMatchObject({ plansAsked: 1 });

  const camhs = { ...referral, service: 'camhs-community', primaryReason: '05' };
  const logged = await app.post('/api/referrals', camhs, { who: 'referrer' });
  const at = `/api/referrals/${String(logged.body['referralId'])}`;
  expect((await app.get(at)).body['plan']).toBeNull();
  const right = { service: 'adhd-assessment', primaryReason: '24', reason: 'typed-wrongly' };
  const corrected = await app.post(`${at}/correct`, right, { headers: { 'if-match': '"1"' } });
  expect(corrected.status).toBe(200);
  expect((await app.get(at)).body['plan']).toMatchObject({ state: 'asked-for', by: '2026-05-14' });
});

test.each([
  ['a plan of another child', { planId: 'another' }, 'plan.planId'],
  ['a plan that is not there', { planId: `pla_${'0'.repeat(26)}` }, 'plan.planId'],
  ['nothing in it', {}, 'plan.planId'],
  ['no reason', { missing: {} }, 'plan.missing.why'],
  [
    'a day behind',
    { missing: { why: 'being-written', expectedOn: '2026-04-15' } },
    'plan.missing.expectedOn',
  ],
])('a program that states %s is told at its field', async (_what, stated, field) => {
  clockAt('2026-04-15');
  const said = 'planId' in stated && stated.planId === 'another' ? { planId: await begun() } : stated;
  const answer = await app.post(
    '/api/referrals',
    { ...referral, child: { ...referral.child, givenName: 'Sorrel' }, plan: said },
    { who: 'referrer' },
  );
  expect(answer.status).toBe(422);
  expect(answer.body['errors']).toMatchObject([{ field }]);
});

test('the form asks for a plan only where one comes first, and takes the reason and the day', async () => {
  clockAt('2026-04-15');
  const started = await app.submit('/new', { source: 'C2' }, 'referrer');
  const draft = placeOf(started).replace('/child', '');
  const juniper = { ...child, givenName: 'Juniper', nhsNumber: nthTestNhsNumber(50) };
  const planId = await begun({ child: juniper });
  await app.post(`/api${draft}/child`, { child: juniper }, { who: 'referrer' });
  const request = (service: string, primaryReason: string) =>
    app.submit(`${draft}/request`, { service, primaryReason }, 'referrer');
  expect(placeOf(await request('camhs-community', '05'))).toBe(`${draft}/circumstances`);
  expect(placeOf(await request('autism-assessment', '25'))).toBe(`${draft}/plan`);
  const step = await app.page(`${draft}/plan`, 'referrer');
  for (const words of ['because since 3 November 2025', 'Juniper Demo-Ashgill, since', '14 May 2026'])
    expect(step.text).toContain(words);
  expect((await app.submit(`${draft}/plan`, {}, 'referrer')).text).toContain('Choose a plan, or say why');
  const missing = await app.submit(`${draft}/plan`, { 'plan.missing.why': 'cannot-wait' }, 'referrer');
  expect(placeOf(missing)).toBe(`${draft}/circumstances`);
  expect((await app.page(`${draft}/check`, 'referrer')).text).toContain(
    'The child cannot wait for the meeting',
  );
  expect((await app.submit(`${draft}/plan`, { 'plan.planId': planId }, 'referrer')).status).toBe(303);
  await app.post(`/api${draft}/needs`, { needs: {} }, { who: 'referrer' });
  const sent = await finished(draft);
  expect(sent.status).toBe(201);
  const shown = await app.get(`/api/referrals/${String(sent.body['referralId'])}`, 'referrer');
  expect(shown.body['plan']).toMatchObject({ state: 'given', planId });
});

test('of a child whose address is hidden by now, a draft from the plan has no place', async () => {
  clockAt('2026-04-15');
  const rowan = { ...child, givenName: 'Rowan', address: '1 Synthetic Street', postcode: 'DH1 1AB' };
  const planId = await begun({ child: rowan });
  const hidden = { ...referral, child: { ...rowan, addressHidden: true } };
  expect((await app.post('/api/referrals', hidden)).status).toBe(201);
  const begin = await app.submit(`/plans/${planId}/refer`, {});
  const step = await app.page(placeOf(begin).replace('/request', '/child'));
  expect(step.text).toContain('Rowan');
  expect(step.text).not.toContain('Synthetic Street');
});
