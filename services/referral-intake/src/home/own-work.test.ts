import { addDays, nthTestNhsNumber, systemClock, todayInLondon } from '@waymark/care-types';
import { OwnWork } from '@waymark/http';
import { intake, type Intake } from '../testing/intake.ts';

let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

const today = todayInLondon(systemClock);
let child = 300;

async function logged(more: object = {}): Promise<string> {
  child += 1;
  const answer = await app.post('/api/referrals', {
    source: 'C2',
    organisation: '114312',
    child: {
      givenName: 'Acorn',
      familyName: `Demo-Home-${child}`,
      dateOfBirth: '2016-05-04',
      nhsNumber: nthTestNhsNumber(child),
    },
    service: 'autism-assessment',
    primaryReason: '25',
    receivedOn: addDays(today, -1),
    ...more,
  });
  expect(answer.status).toBe(201);
  return String(answer.body['referralId']);
}

async function workOf(who: Parameters<Intake['get']>[1]) {
  const { status, body } = await app.get('/api/own-work', who);
  expect(status).toBe(200);
  return OwnWork.parse(body);
}

test('each role is told what waits for it, counted now, and nobody else is told anything', async () => {
  expect((await workOf('triage')).lines).toEqual([
    { when: 'waits', says: '0 referrals to triage', href: '/referrals/triage' },
  ]);
  const returned = await logged({ receivedOn: addDays(today, -40) });
  await logged({ receivedOn: addDays(today, -40) });
  await logged({ circumstances: ['serious-risk'] });
  await logged({ organisation: '113970' });
  const etag = (await app.get(`/api/referrals/${returned}`)).headers.get('etag') ?? '';
  await app.post(
    `/api/referrals/${returned}/return`,
    { askedFor: ['consent'], answerBy: addDays(today, 3) },
    { who: 'triage', headers: { 'if-match': etag } },
  );

  for (const who of ['triage', 'clinician'] as const)
    expect((await workOf(who)).lines).toEqual([
      { when: 'today', says: '1 referral with serious risk', href: '/referrals/triage' },
      {
        when: 'waits',
        says: '3 referrals to triage',
        note: '1 past 5 working days',
        href: '/referrals/triage',
      },
    ]);
  expect((await workOf('referrer')).lines).toEqual([
    {
      when: 'waits',
      says: '1 referral returned to you for information',
      href: '/referrals/?status=returned',
    },
    { when: 'known', says: '2 of your referrals wait for a decision', href: '/referrals/?status=received' },
  ]);
  expect((await workOf('operator')).lines).toEqual([
    { when: 'waits', says: '0 imported files wait for you', href: '/referrals/imports' },
  ]);
  for (const who of ['practitioner', 'commissioner'] as const) expect((await workOf(who)).lines).toEqual([]);
  expect(await workOf('anonymous')).toMatchObject({ who: null, lines: [] });
});

test('every line leads to a page that its role may open', async () => {
  for (const who of ['triage', 'clinician', 'referrer', 'operator'] as const)
    for (const { href } of (await workOf(who)).lines)
      expect((await app.page(String(href).replace('/referrals', ''), who)).status).toBe(200);
});

test.each([
  ['practitioner', 'practitioner', '/support/directory'],
  ['commissioner', 'commissioner', '/support/directory'],
  ['operator', 'operator', '/referrals/import'],
  ['referrer', 'referrer', '/referrals/new'],
] as const)('a page that is not for a %s says what they can do instead', async (who, role, href) => {
  const { status, text } = await app.page('/triage', who);
  expect(status).toBe(403);
  expect(text).toContain(`you are signed in as ${role}`);
  expect(text).toContain(`<li><a href="${href}">`);
  expect(text).toContain('<a href="/">See your own work</a>');
});
