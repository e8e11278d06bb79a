import { nthTestNhsNumber } from '@waymark/care-types';
import { referralReceived } from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import mongoose from 'mongoose';
import { familyAnswers, sentByFamily } from '../../testing/family.ts';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
const start = Temporal.Instant.from('2026-11-16T09:00:00Z');
let now = start;
beforeAll(async () => {
  app = await intake({ clock: { now: () => now } });
});
afterAll(() => app.close());

type Listed = { reference: string; sentOn: string; atRisk: boolean; workingDays: number; late: boolean };
const listed = async () => (await app.get('/api/from-families')).body['requests'] as Listed[];
const childNamed = (familyName: string, nhsNumber?: string) => ({
  ...familyAnswers['child'],
  familyName,
  ...(nhsNumber !== undefined && { nhsNumber }),
});
const codes = { service: 'autism-assessment', primaryReason: '25' };

test('a clinician takes what a family sent: everything goes with it, and the day it was sent is the received date', async () => {
  const { requestId, reference } = await sentByFamily(app, {
    reach: { by: 'email', email: 'hazel@example.org', mainLanguage: 'Polish', interpreterNeeded: 'true' },
    child: childNamed('Demo-Taken', nthTestNhsNumber(41)),
    life: { circumstances: 'exclusion-risk' },
  });
  now = start.add({ hours: 24 * 8 });
  const [first] = await listed();
  expect(first).toMatchObject({ reference, sentOn: '2026-11-16', workingDays: 6, late: true });
  expect((await app.page(`/from-families/${requestId}`)).text).toContain('mornings are very hard');

  const spy = consumerSpy(app.messaging, [referralReceived]);
  await spy.start();
  const taken = await app.submit(`/from-families/${requestId}/take`, codes);
  expect(taken.status).toBe(303);
  const referralId = /ref_\w+/.exec(String(taken.headers.get('location')))?.[0] ?? '';
  const told = await spy.sees(referralReceived.type, { referralId });
  expect(told.data).toMatchObject({
    reference,
    receivedOn: '2026-11-16',
    source: 'B2',
    circumstances: [{ id: 'exclusion-risk', source: 'family' }],
    needs: [{ domain: 'sleep', home: 2, school: 0, community: 0 }],
  });
  expect(JSON.stringify(told)).not.toMatch(/Demo-Taken|mornings|Hazel/);
  await spy.stop();

  const referral = await app.page(`/${referralId}`);
  for (const words of [
    'Rowan Demo-Taken',
    'mornings are very hard',
    'When things are worse: In noisy places.',
    'not sure which service',
    'Hazel Demo-Lanchester',
    'Draws well.',
    'A picture timetable.',
    'Both parents',
    'Durham Johnston Comprehensive School',
  ])
    expect({ words, shown: referral.text.includes(words) }).toEqual({ words, shown: true });
  expect(await listed()).toEqual([]);
  const request = await app.page(`/from-families/${requestId}`);
  expect(request.text).toContain('You took it as a referral on 24 November 2026');
  expect(request.text).not.toContain('mornings');

  const again = await app.submit(`/from-families/${requestId}/take`, codes);
  expect(String(again.headers.get('location'))).toContain(referralId);
  const second = await app.submit(`/from-families/${requestId}/take`, codes, 'triage');
  expect(second.status).toBe(409);
  expect(second.text).toContain('A clinician took it as a referral');
  expect((await app.get('/api/referrals')).body).toMatchObject({ all: 1 });
});

test('what a family asks for that is no referral now is told to it, and nothing about the child', async () => {
  const { requestId, reference } = await sentByFamily(app, {
    reach: { by: 'email', email: 'declined@example.org' },
    child: childNamed('Demo-Declined'),
  });
  const nothing = await app.submit(`/from-families/${requestId}/not-now`, { reason: '02' });
  expect(nothing.status).toBe(422);
  expect(nothing.text).toContain('Choose other help');
  const fields = { reason: '02', otherHelp: 'family-hub', note: 'Synthetic note: rang the family.' };
  expect((await app.submit(`/from-families/${requestId}/not-now`, fields)).status).toBe(303);
  const { words } = app.messages.latestTo('declined@example.org');
  expect(words).toEqual({ reference, help: 'A family hub' });
  const page = await app.page(`/from-families/${requestId}`);
  for (const said of [
    'not a referral now',
    'Another service would fit better',
    'rang the family',
    'was told',
  ])
    expect(page.text).toContain(said);
  const second = await app.submit(`/from-families/${requestId}/take`, codes, 'triage');
  expect(second.status).toBe(409);
  expect(second.text).toContain('A clinician decided that it is not a referral now');
  expect(app.logged()).not.toContain('rang the family');
});

test('a family that cannot be told now is told later', async () => {
  const { requestId } = await sentByFamily(app, {
    reach: { by: 'email', email: 'later@example.org' },
    child: childNamed('Demo-Later'),
  });
  await app.restart({ NOTIFY_URL: 'http://127.0.0.1:9' });
  const fields = { reason: '02', otherHelp: 'gp', note: 'Synthetic note.' };
  expect((await app.submit(`/from-families/${requestId}/not-now`, fields)).status).toBe(303);
  expect((await app.page(`/from-families/${requestId}`)).text).toContain('is being told');
  now = now.add({ minutes: 5 });
  await app.restart();
  await app.swept('expire-family-requests');
  expect(app.messages.latestTo('later@example.org').words['help']).toBe('The GP');
  expect((await app.page(`/from-families/${requestId}`)).text).toContain('The family was told');
});

test('a child who waits already does not wait twice, and the request waits as before', async () => {
  const nhsNumber = nthTestNhsNumber(42);
  const first = await sentByFamily(app, { child: childNamed('Demo-Twice', nhsNumber) });
  expect((await app.submit(`/from-families/${first.requestId}/take`, codes)).status).toBe(303);
  const second = await sentByFamily(app, { child: childNamed('Demo-Twice', nhsNumber) });
  const refused = await app.submit(`/from-families/${second.requestId}/take`, codes);
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('This child already waits for this service');
  expect(await listed()).toMatchObject([{ reference: second.reference }]);
  const fields = { reason: '01', otherHelp: 'gp', note: 'Synthetic note.' };
  expect((await app.submit(`/from-families/${second.requestId}/not-now`, fields)).status).toBe(303);
});

test('what a stranger writes of a child who is known replaces nothing that is held', async () => {
  const nhsNumber = nthTestNhsNumber(43);
  await app.post('/api/referrals', {
    source: 'B2',
    child: {
      givenName: 'Rowan',
      familyName: 'Demo-Known',
      dateOfBirth: '2016-05-04',
      nhsNumber,
      phone: '01632 960 001',
    },
    ...codes,
  });
  const { requestId } = await sentByFamily(app, { child: childNamed('Demo-Known', nhsNumber) });
  const taken = await app.submit(`/from-families/${requestId}/take`, {
    service: 'camhs-community',
    primaryReason: '25',
  });
  const referralId = /ref_\w+/.exec(String(taken.headers.get('location')))?.[0] ?? '';
  const shown = await app.page(`/${referralId}`);
  expect(shown.text).toContain('01632 960 001');
  expect(shown.text).toContain('07700 900123');
});

test('two clinicians at once: it becomes one referral, and each is answered', async () => {
  const { requestId } = await sentByFamily(app, { child: childNamed('Demo-Both', nthTestNhsNumber(44)) });
  const before = Number((await app.get('/api/referrals')).body['all']);
  const answers = await Promise.all([
    app.submit(`/from-families/${requestId}/take`, codes, 'clinician'),
    app.submit(`/from-families/${requestId}/take`, codes, 'triage'),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  expect(answers.find(({ status }) => status === 409)?.text).toContain('Nothing of yours was saved');
  expect((await app.get('/api/referrals')).body['all']).toBe(before + 1);
});

/** What the database holds of a request, put back as it was: as a process leaves it that dies in between. */
async function asAfterDeath(
  requestId: string,
  change: (state: Record<string, unknown>) => Record<string, unknown>,
) {
  const connection = await mongoose.createConnection(app.databaseUrl).asPromise();
  const requests = connection.collection<{ _id: string; state: Record<string, unknown> }>('family-requests');
  const held = await requests.findOne({ _id: requestId });
  await requests.updateOne({ _id: requestId }, { $set: { state: change(held?.state ?? {}) } });
  await connection.close();
  return held?.state ?? {};
}
const begun = () => ({
  state: 'being-taken',
  screened: { by: 'synthetic-clinician', roles: ['clinician'], at: now.toString() },
});

test('a process that dies before the referral is made leaves what anybody can do again, or decide otherwise', async () => {
  const { requestId } = await sentByFamily(app, { child: childNamed('Demo-Died', nthTestNhsNumber(45)) });
  await asAfterDeath(requestId, (state) => ({ ...state, ...begun() }));
  const fields = { reason: '02', otherHelp: 'gp', note: 'Synthetic note.' };
  const early = await app.submit(`/from-families/${requestId}/not-now`, fields, 'triage');
  expect(early.status).toBe(409);
  expect(early.text).toContain('A clinician began to take it as a referral');
  expect((await app.page('/from-families')).text).toContain('Being taken');
  expect((await app.submit(`/from-families/${requestId}/take`, codes, 'triage')).status).toBe(303);

  const other = await sentByFamily(app, { child: childNamed('Demo-Died-Too') });
  await asAfterDeath(other.requestId, (state) => ({ ...state, ...begun() }));
  now = now.add({ minutes: 2 });
  expect((await app.submit(`/from-families/${other.requestId}/not-now`, fields)).status).toBe(303);
});

test('a process that dies after the referral was made leaves one referral, whoever comes', async () => {
  const { requestId } = await sentByFamily(app, {
    child: childNamed('Demo-CommandMeta', nthTestNhsNumber(46)),
  });
  const before = await asAfterDeath(requestId, (state) => state);
  const taken = await app.submit(`/from-families/${requestId}/take`, codes);
  const all = (await app.get('/api/referrals')).body['all'];
  for (const who of ['clinician', 'triage'] as const) {
    await asAfterDeath(requestId, () => ({ ...before, ...begun() }));
    const again = await app.submit(`/from-families/${requestId}/take`, codes, who);
    if (who === 'clinician') expect(again.headers.get('location')).toBe(taken.headers.get('location'));
    else expect(again.text).toContain('A clinician took it as a referral');
    expect((await app.page(`/from-families/${requestId}`)).text).toContain('took it as a referral');
  }
  await asAfterDeath(requestId, () => ({ ...before, ...begun() }));
  const fields = { reason: '02', otherHelp: 'gp', note: 'Synthetic note.' };
  now = now.add({ minutes: 2 });
  const declined = await app.submit(`/from-families/${requestId}/not-now`, fields, 'triage');
  expect(declined.status).toBe(409);
  expect(declined.text).toContain('A clinician took it as a referral');
  expect((await app.get('/api/referrals')).body['all']).toBe(all);
});

test('a program screens, too', async () => {
  const { requestId } = await sentByFamily(app, { child: childNamed('Demo-Program') });
  const shown = await app.get(`/api/from-families/${requestId}`);
  expect(shown.body).toMatchObject({ requestId, state: 'waiting', answers: { who: { who: 'parent' } } });
  expect((await app.get(`/api/from-families/${requestId}`, 'referrer')).status).toBe(403);
  const taken = await app.post(`/api/from-families/${requestId}/take`, codes);
  expect(taken).toMatchObject({ status: 201, body: { reference: shown.body['reference'] } });
});

test('the list goes on in pages, serious risk first, then the oldest; it says when it is empty', async () => {
  expect((await app.page('/from-families')).text).toContain('Nothing from families waits');
  for (const [name, life] of [
    ['Demo-First', {}],
    ['Demo-Second', {}],
    ['Demo-Risky', { circumstances: 'serious-risk' }],
  ] as const) {
    now = now.add({ minutes: 1 });
    await sentByFamily(app, {
      reach: { by: 'email', email: `${name.toLowerCase()}@example.org` },
      child: childNamed(name),
      life,
    });
  }
  const page = await app.get('/api/from-families?limit=2');
  expect(page.body['requests']).toMatchObject([{ atRisk: true }, { atRisk: false }]);
  const next = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1]?.replace('/referrals', '') ?? '';
  expect((await app.get(next)).body['requests']).toHaveLength(1);
  const text = (await app.page('/from-families')).text;
  const places = ['Demo-Risky', 'Demo-First', 'Demo-Second'].map((name) => text.indexOf(name));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
