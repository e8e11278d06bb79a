import { addDays, nthTestNhsNumber, todayInLondon, systemClock } from '@waymark/care-types';
import {
  referralAnswered,
  referralCircumstancesChanged,
  referralDeclined,
  referralReceived,
  referralRedirected,
  referralReopened,
  referralReturned,
} from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import mongoose from 'mongoose';
import { intake, type Answer, type Intake } from '../testing/intake.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

const today = todayInLondon(systemClock);
const secret = 'Synthetic note: the kitchen was quiet.';
let child = 500;

async function logged(change: object = {}, who: 'clinician' | 'referrer' = 'clinician'): Promise<string> {
  child += 1;
  const answer = await app.post(
    '/api/referrals',
    {
      source: 'C2',
      organisation: '114312',
      child: {
        givenName: 'Acorn',
        familyName: `Demo-Triage-${child}`,
        dateOfBirth: '2016-05-04',
        nhsNumber: nthTestNhsNumber(child),
      },
      service: 'autism-assessment',
      primaryReason: '25',
      ...(who === 'clinician' && { receivedOn: '2026-03-02' }),
      ...change,
    },
    { who },
  );
  expect(answer.status).toBe(201);
  return String(answer.body['referralId']);
}

type Who = 'clinician' | 'triage' | 'referrer' | 'practitioner';

async function step(id: string, name: string, body: object, who: Who = 'triage'): Promise<Answer> {
  const etag = (await app.get(`/api/referrals/${id}`)).headers.get('etag') ?? '';
  return app.post(`/api/referrals/${id}/${name}`, body, { who, headers: { 'if-match': etag } });
}

const shown = async (id: string, who: Who = 'triage') => (await app.get(`/api/referrals/${id}`, who)).body;
type Link = { step: string; href: string | null; whyNot: string | null };
const linksOf = async (id: string, who: Who = 'triage') => (await shown(id, who))['links'] as Link[];
const open = (links: readonly Link[]) => links.filter(({ href }) => href !== null).map((link) => link.step);
const declined = { reason: '02', otherHelp: ['family-hub', 'gp'], note: secret };

test.each(['triage', 'clinician', 'referrer'] as const)(
  'the page leads %s to each step that can be taken now, and to no other',
  async (role) => {
    const school = {
      id: 'synthetic-school',
      name: 'School',
      roles: ['referrer' as const],
      organisation: '114312',
    };
    const who = role === 'referrer' ? school : role;
    const id = await logged();
    for (const stage of ['received', 'returned'] as const) {
      if (stage === 'returned')
        await step(id, 'return', { askedFor: ['family-view'], answerBy: addDays(today, 10) });
      const { body } = await app.get(`/api/referrals/${id}`, who);
      const { text } = await app.page(`/${id}`, who);
      const led = [...text.matchAll(/href="\/referrals\/ref_[a-z0-9]+\/([a-z]+)"/g)].map(([, name]) => name);
      const links = body['links'] as Link[];
      expect(led.filter((name) => links.some(({ step }) => step === name))).toEqual(open(links));
      expect(open(links)).not.toEqual([]);
    }
  },
);

test('a referral goes back for information, is answered by who referred, and keeps its received date', async () => {
  const id = await logged();
  const answerBy = addDays(today, 10);
  const asked = await step(id, 'return', { askedFor: ['school-report', 'consent'], answerBy, note: secret });
  expect(asked).toMatchObject({
    status: 200,
    body: { status: 'returned', answerBy, receivedOn: '2026-03-02' },
  });
  expect(JSON.stringify(asked.body)).not.toContain(secret);
  expect(open(await linksOf(id, 'referrer'))).toEqual(['answer', 'circumstances']);
  const page = await app.page(`/${id}`, 'referrer');
  expect(page.text).toContain('Asked for: A report from school or nursery');
  expect(page.text).toContain(secret);
  expect((await step(id, 'answer', { note: '' }, 'referrer')).status).toBe(422);
  expect((await step(id, 'answer', { note: secret }, 'practitioner')).status).toBe(403);
  const answered = await step(id, 'answer', { note: secret }, 'referrer');
  expect(answered).toMatchObject({ status: 200, body: { status: 'received', receivedOn: '2026-03-02' } });
  expect(answered.body).not.toHaveProperty('answerBy');
});

test('only those whose work it is decide; a referrer of another school informs of nothing', async () => {
  const id = await logged({ organisation: '113970' });
  expect((await step(id, 'decline', declined, 'referrer')).status).toBe(403);
  const change = { begun: ['looked-after'], toldBy: 'school' };
  expect((await step(id, 'circumstances', change, 'referrer')).status).toBe(403);
  expect((await app.page(`/${id}/circumstances`, 'referrer')).status).toBe(403);
  expect((await app.page('/triage', 'referrer')).status).toBe(403);
});

test('a declined referral names other help, says why the rest is not possible, and can be opened again', async () => {
  const id = await logged();
  expect((await step(id, 'decline', { ...declined, otherHelp: [] })).status).toBe(422);
  expect(await step(id, 'decline', declined)).toMatchObject({
    status: 200,
    body: { status: 'declined', declineReason: '02', otherHelp: ['family-hub', 'gp'] },
  });
  const links = await linksOf(id);
  expect(open(links)).toEqual(['reopen']);
  expect(links.find((link) => link.step === 'accept')?.whyNot).toBe(
    'The referral was declined. Reopen it first.',
  );
  expect((await shown(id))['next']).toContain('a family hub, or the GP');
  expect(await step(id, 'accept', { team: 'C01' })).toMatchObject({ status: 409, body: { code: 'not-now' } });
  expect((await app.page(`/${id}/accept`)).text).toContain('This cannot be done now');
  expect(await step(id, 'reopen', { reason: 'decision-reviewed' })).toMatchObject({
    status: 200,
    body: { status: 'received', receivedOn: '2026-03-02' },
  });
});

test('what has ended is not opened again where the child waits on another referral by now', async () => {
  const who = { givenName: 'Bramble', familyName: 'Demo-Twice', dateOfBirth: '2016-05-04' };
  const child = { ...who, nhsNumber: nthTestNhsNumber(900) };
  const first = await logged({ child });
  expect((await step(first, 'withdraw', { because: secret })).status).toBe(200);
  await logged({ child });
  const again = await step(first, 'reopen', { reason: 'family-asks-again' });
  expect(again).toMatchObject({ status: 409, body: { code: 'already-taken' } });
  expect(again.body['detail']).toContain('waits on another referral');
});

test('a referral is passed on to a provider of the list, with its received date', async () => {
  const id = await logged();
  const to = { reason: 'lives-elsewhere' };
  expect((await step(id, 'redirect', { ...to, to: 'ZZZ' })).body).toMatchObject({
    errors: [{ field: 'to' }],
  });
  expect((await step(id, 'redirect', { ...to, to: 'RX3' })).body).toMatchObject({ code: 'same-provider' });
  expect(await step(id, 'redirect', { ...to, to: 'RXP' })).toMatchObject({
    status: 200,
    body: { status: 'redirected', redirectedTo: 'RXP', provider: 'RX3', receivedOn: '2026-03-02' },
  });
});

test('a correction shows what it replaced, struck through', async () => {
  const id = await logged();
  const right = { receivedOn: '2026-02-27', reason: 'typed-wrongly' };
  expect(await step(id, 'correct', right)).toMatchObject({ status: 200, body: { receivedOn: '2026-02-27' } });
  expect((await step(id, 'correct', right)).body).toMatchObject({ code: 'nothing-to-correct' });
  const page = (await app.page(`/${id}`)).text;
  expect(page).toMatch(/<del>.*Received date: 2 March 2026<\/del>/s);
  expect(page).toContain('It was typed wrongly.');
});

test('the time at which it was received is stated, corrected, and refused by name where it cannot be', async () => {
  const id = await logged({ receivedTime: '22:15' });
  expect(await shown(id)).toMatchObject({ receivedTime: '22:15' });
  expect((await app.page(`/${id}`)).text).toContain('Received at 22:15.');
  const right = { receivedTime: '21:45', reason: 'typed-wrongly' };
  expect(await step(id, 'correct', right)).toMatchObject({ status: 200, body: { receivedTime: '21:45' } });
  expect((await app.page(`/${id}`)).text).toMatch(/<del>.*Received at: 22:15<\/del>/s);
  const skipped = { receivedOn: '2025-03-30', receivedTime: '01:30', reason: 'typed-wrongly' };
  const refused = await step(id, 'correct', skipped);
  expect([refused.status, String(refused.body['detail'])]).toEqual([
    409,
    expect.stringContaining('that time does not exist') as string,
  ]);
});

test('changed circumstances are stated by form, and serious risk is shown at once', async () => {
  const id = await logged({ circumstances: ['exclusion-risk'] }, 'referrer');
  const form = (await app.page(`/${id}/circumstances`, 'referrer')).text;
  const version = /name="_version" value="(\d+)"/.exec(form)?.[1] ?? '';
  const fields = { _version: version, begun: 'serious-risk', ended: 'exclusion-risk', toldBy: 'school' };
  expect((await app.submit(`/${id}/circumstances`, fields, 'referrer')).status).toBe(303);
  expect((await shown(id))['circumstances']).toEqual([
    { id: 'serious-risk', knownFrom: 'school', source: 'referrer' },
  ]);
  const page = (await app.page(`/${id}`)).text;
  expect(page).toContain('Same-day risk: serious risk was stated with this referral');
  expect(page).toContain('No more: At risk of exclusion from school');
});

test('of two at once the second is told who did what, and when; nothing is lost', async () => {
  const id = await logged();
  const etag = (await app.get(`/api/referrals/${id}`)).headers.get('etag') ?? '';
  const headers = { 'if-match': etag };
  const answers = await Promise.all([
    app.post(`/api/referrals/${id}/accept`, { team: 'C01' }, { who: 'clinician', headers }),
    app.post(`/api/referrals/${id}/decline`, declined, { who: 'triage', headers }),
  ]);
  const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
  expect([won?.status, lost?.status]).toEqual([200, 412]);
  expect(lost?.body['detail']).toMatch(
    won?.body['status'] === 'accepted'
      ? /^A clinician accepted the referral on \d+ \w+ \d{4} at \d\d:\d\d\./
      : /^The triage team declined the referral on \d+ \w+ \d{4} at \d\d:\d\d\./,
  );
  expect((await shown(id))['status']).toBe(won?.body['status']);
});

test('the form comes again with what was typed, and says what happened meanwhile', async () => {
  const id = await logged();
  const form = (await app.page(`/${id}/correct`, 'clinician')).text;
  const version = /name="_version" value="(\d+)"/.exec(form)?.[1] ?? '';
  await step(id, 'circumstances', { begun: ['adopted'], toldBy: 'family' }, 'triage');
  const late = await app.submit(`/${id}/correct`, {
    _version: version,
    priority: '2',
    reason: 'told-wrongly',
  });
  expect(late.status).toBe(412);
  expect(late.text).toContain('The triage team recorded changed circumstances on');
  expect(late.text).toMatch(/value="2" selected/);
});

test('the history tells who in which role, what, why and when, and "You" to the person', async () => {
  const id = await logged();
  await step(id, 'return', { askedFor: ['consent'], answerBy: addDays(today, 5) });
  await step(id, 'answer', { note: secret }, 'referrer');
  await step(id, 'decline', declined);
  const history = (await shown(id))['history'] as { said?: string; text: string }[];
  expect(history.map(({ said = '', text }) => `${said.replace(/, \d\d:\d\d/, '')}: ${text}`)).toEqual([
    `You: Declined the referral. Another service would fit better. Other help named: A family hub; The GP. “${secret}”`,
    `The referrer: Answered what was asked. “${secret}”`,
    expect.stringMatching(
      /^You: Returned the referral for information\. Asked for: Who agreed .+ Answer by \d/,
    ),
    'A clinician: Logged the referral.',
    ': Received. The wait counts from this day.',
  ]);
});

test('each step is told in order with its codes, and its note is in no event, no log and no plain field', async () => {
  const told = [referralReceived, referralReturned, referralAnswered, referralDeclined, referralReopened];
  const spy = consumerSpy(app.messaging, [...told, referralRedirected, referralCircumstancesChanged]);
  await spy.start();
  const id = await logged();
  await step(id, 'return', { askedFor: ['safety'], answerBy: addDays(today, 5), note: secret });
  await step(id, 'answer', { note: secret });
  await step(id, 'decline', declined);
  await step(id, 'reopen', { reason: 'new-information', note: secret });
  await step(id, 'circumstances', { begun: ['adopted'], toldBy: 'family', note: secret });
  await step(id, 'redirect', { to: 'RXP', reason: 'age', note: secret });
  const last = await spy.sees(referralRedirected.type, { referralId: id });
  expect(last).toMatchObject({ sequence: 7, data: { redirectedTo: 'RXP', receivedOn: '2026-03-02' } });
  expect(await spy.sees(referralDeclined.type, { referralId: id })).toMatchObject({
    sequence: 4,
    data: { declineReason: '02', otherHelp: ['family-hub', 'gp'] },
  });
  expect(await spy.sees(referralCircumstancesChanged.type, { referralId: id })).toMatchObject({
    data: { changed: ['adopted'] },
  });
  expect(JSON.stringify(spy.seen())).not.toContain('kitchen');
  expect(app.logged()).not.toContain('kitchen');
  await spy.stop();
  const connection = await mongoose.createConnection(app.databaseUrl).asPromise();
  const held = await connection.collection<{ _id: string }>('referrals').findOne({ _id: id });
  await connection.close();
  expect(JSON.stringify(held)).toContain('family-hub');
  expect(JSON.stringify(held)).not.toContain('kitchen');
});

test('a team that does not see the reason or the age takes it on only where somebody is sure of that team', async () => {
  const id = await logged({ service: 'eating-disorder', primaryReason: '12' });
  const unsure = await step(id, 'accept', { team: 'C01' });
  expect(unsure).toMatchObject({ status: 409, body: { code: 'team-does-not-fit' } });
  expect(unsure.body['detail']).toContain('The reason of this referral is: Eating disorder.');
  expect(await step(id, 'accept', { team: 'C01', sure: 'C04' })).toMatchObject({ status: 409 });
  expect(await step(id, 'accept', { team: 'C01', sure: 'C01' })).toMatchObject({
    status: 200,
    body: { status: 'accepted', team: 'C01' },
  });
});

test('what an imported record holds without a published meaning is offered in its own correction alone', async () => {
  const id = await logged({ source: 'Q2' });
  const other = await logged();
  expect((await app.page(`/${id}/correct`)).text).toContain('Meaning not published (Q2)');
  expect((await app.page(`/${other}/correct`)).text).not.toContain('Meaning not published');
  expect((await app.page(`/${other}/accept`)).text).not.toContain('Meaning not published');
});

describe('the triage list', () => {
  test('begins with serious risk, then the oldest, with the working days since it was received', async () => {
    const old = await logged({ service: 'eating-disorder', primaryReason: '12', receivedOn: '2026-01-05' });
    const fresh = await logged({ service: 'eating-disorder', primaryReason: '12', receivedOn: today });
    const risk = await logged({
      service: 'eating-disorder',
      primaryReason: '12',
      receivedOn: today,
      circumstances: ['serious-risk'],
    });
    const { body } = await app.get('/api/triage?service=eating-disorder', 'triage');
    const referrals = body['referrals'] as { referralId: string; late: boolean; workingDays: number }[];
    expect(referrals.map(({ referralId }) => referralId)).toEqual([risk, old, fresh]);
    expect(referrals.map(({ late }) => late)).toEqual([false, true, false]);
    expect(referrals[1]?.workingDays).toBeGreaterThan(5);
    expect(referrals[2]?.workingDays).toBe(0);
    expect(body).toMatchObject({ decideWithin: 5, shown: 3 });

    await step(fresh, 'return', { askedFor: ['consent'], answerBy: addDays(today, 5) });
    const of = async (query: string) =>
      (
        (await app.get(`/api/triage?service=eating-disorder&${query}`, 'triage')).body['referrals'] as {
          referralId: string;
        }[]
      ).map(({ referralId }) => referralId);
    expect(await of('waits=answer')).toEqual([fresh]);
    expect(await of('waits=decision')).toEqual([risk, old]);
    expect(await of('clock=late')).toEqual([old]);
    await step(old, 'accept', { team: 'C10' });
    expect(await of('clock=late')).toEqual([]);
    expect((await app.page('/triage?service=eating-disorder&clock=late', 'triage')).text).toContain(
      'No referral fits these filters',
    );
    const first = await app.get('/api/triage?service=eating-disorder&limit=1', 'triage');
    const next = /<\/referrals(.+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const rest = (await app.get(next, 'triage')).body['referrals'] as { referralId: string }[];
    expect(rest.map(({ referralId }) => referralId)).toEqual([fresh]);
  });
});
