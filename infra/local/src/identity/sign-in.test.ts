import { browserless } from './browserless.ts';
import { identitySystem } from './system-for-tests.ts';
import { demoPeople } from './people.ts';

test('a person signs in once, for all services, and comes back to where they were', async () => {
  const { url } = await identitySystem();
  const browser = browserless();
  const choice = await browser.open(
    `${url}/referrals/sign-in?returnTo=${encodeURIComponent('/referrals/new?team=nd')}`,
  );
  expect(choice.text).toContain('This is a demo: there are no passwords. Never use it with real data.');
  for (const person of demoPeople) expect(choice.text).toContain(`Sign in as ${person.signInAs}`);

  const arrived = await browser.press(choice, { person: 'demo-school' });
  expect(JSON.parse(arrived.text)).toEqual({
    id: 'demo-school',
    roles: ['referrer'],
    organisation: '114312',
    name: 'Demo school referrer',
    at: '/referrals/new?team=nd',
  });
  const next = await browser.open(`${url}/support/`);
  expect(JSON.parse(next.text)).toMatchObject({ id: 'demo-school' });

  expect(browser.cookie('waymark')?.length).toBeLessThan(3000);
});

test.each(demoPeople)('$name signs in with the roles of the demo', async ({ id, roles, organisation }) => {
  const { url } = await identitySystem();
  const browser = browserless();
  const arrived = await browser.press(await browser.open(`${url}/support/sign-in`), { person: id });
  expect(JSON.parse(arrived.text)).toMatchObject({
    id,
    roles,
    ...(organisation && { organisation }),
    at: '/',
  });
});

test('signing out ends the session here and at the provider', async () => {
  const { url } = await identitySystem();
  const browser = browserless();
  const arrived = await browser.press(await browser.open(`${url}/referrals/sign-in`), {
    person: 'demo-triage',
  });
  const fromHere = { 'sec-fetch-site': 'same-origin' };
  const sure = await browser.open(`${url}/referrals/sign-out`, { method: 'POST', headers: fromHere });
  expect(sure.text).toContain('Sign out');
  const out = await browser.press(sure, {});
  expect(out.url).toBe(`${url}/`);
  expect(browser.cookie('waymark')).toBeUndefined();
  expect(JSON.parse((await browser.open(arrived.url)).text)).toMatchObject({ id: 'anonymous' });
  expect((await browser.open(`${url}/referrals/sign-in`)).text).toContain('Sign in as');
});

test('a cookie that was copied before signing out is of no use once its token has run out', async () => {
  let ahead: Temporal.DurationLike = { seconds: 0 };
  const { url } = await identitySystem({ now: () => Temporal.Now.instant().add(ahead) });
  const browser = browserless();
  await browser.press(await browser.open(`${url}/referrals/sign-in`), { person: 'demo-triage' });
  const copy = browser.cookie('waymark') ?? '';
  const headers = { 'sec-fetch-site': 'same-origin' };
  await browser.press(await browser.open(`${url}/referrals/sign-out`, { method: 'POST', headers }), {});

  ahead = { minutes: 15, seconds: 2 };
  const tried = await fetch(`${url}/referrals/`, { headers: { cookie: copy } });
  expect(await tried.json()).toMatchObject({ id: 'anonymous' });
});

test('another site cannot sign a person out', async () => {
  const { url } = await identitySystem();
  const browser = browserless();
  await browser.press(await browser.open(`${url}/referrals/sign-in`), { person: 'demo-triage' });
  const headers = { 'sec-fetch-site': 'cross-site' };
  const tried = await browser.request(`${url}/referrals/sign-out`, { method: 'POST', headers });
  expect(tried.status).toBe(403);
  expect(browser.cookie('waymark')).toBeDefined();
});

test('the answer of another sign-in, a forged one, or one that comes too late is not taken', async () => {
  let late = 0;
  const { url } = await identitySystem({ now: () => Temporal.Now.instant().add({ minutes: late }) });
  const [victim, attacker] = [browserless(), browserless()];
  await victim.open(`${url}/referrals/sign-in`);

  const choice = await attacker.open(`${url}/referrals/sign-in`);
  const resumed = await attacker.request(new URL(/action="([^"]+)"/.exec(choice.text)?.[1] ?? '', url).href, {
    method: 'POST',
    body: new URLSearchParams({ person: 'demo-operator' }),
  });
  const answered = await attacker.request(new URL(resumed.headers.get('location') ?? '', url).href);
  const theirs = answered.headers.get('location') ?? '';
  expect(theirs).toContain('/referrals/signed-in?code=');

  for (const answer of [theirs, `${url}/referrals/signed-in?code=x&state=y`, `${url}/referrals/signed-in`])
    expect((await victim.open(answer)).text).toBe('{"code":"sign-in-not-finished"}');
  expect((await browserless().open(theirs)).status).toBe(400);
  expect(victim.cookie('waymark')).toBeUndefined();

  late = 11;
  expect((await attacker.open(theirs)).status).toBe(400);
});

test('a token that has run out is renewed while the person works, as long as the provider agrees', async () => {
  let ahead: Temporal.DurationLike = { seconds: 0 };
  const { url, openProvider, closeProvider } = await identitySystem({
    now: () => Temporal.Now.instant().add(ahead),
  });
  const browser = browserless();
  await browser.press(await browser.open(`${url}/referrals/sign-in`), { person: 'demo-clinician' });
  const before = browser.cookie('waymark');

  // The provider has the real clock, so its new tokens are as old as the services' clock is ahead: within the skew.
  ahead = { minutes: 15, seconds: 2 };
  const together = await Promise.all([1, 2, 3].map(() => browser.open(`${url}/referrals/`)));
  for (const { text } of together) expect(JSON.parse(text)).toMatchObject({ id: 'demo-clinician' });
  expect(browser.cookie('waymark')).not.toBe(before);

  closeProvider();
  expect((await browser.open(`${url}/referrals/`)).text).toBe('{"code":"sign-in-unavailable"}');
  expect(browser.cookie('waymark')).toBeDefined();

  openProvider();
  expect(JSON.parse((await browser.open(`${url}/referrals/`)).text)).toMatchObject({ id: 'anonymous' });
  expect(browser.cookie('waymark')).toBeUndefined();
});

test('a service starts before its provider, and says so until it is there', async () => {
  const { url, openProvider, closeProvider } = await identitySystem();
  closeProvider();
  const early = await browserless().request(`${url}/referrals/sign-in`);
  expect(early.status).toBe(503);
  openProvider();
  expect((await browserless().open(`${url}/referrals/sign-in`)).text).toContain('Sign in as');
});

describe('the demo token', () => {
  const ask = (url: string, body: string, type = 'application/json') =>
    fetch(`${url}/identity/demo-token`, { method: 'POST', body, headers: { 'content-type': type } });

  test('opens the API for a demo person, also after the provider was started anew', async () => {
    const { url, openProvider } = await identitySystem();
    const answer = await ask(url, '{"person":"demo-commissioner"}');
    const { access_token: token, expires_in: seconds } = (await answer.json()) as Record<
      string,
      string | number
    >;
    expect(seconds).toBe(900);
    openProvider();
    const me = await fetch(`${url}/support/`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({
      id: 'demo-commissioner',
      roles: ['commissioner'],
      organisation: 'QHM',
    });
  });

  test.each([
    ['{"person":"nobody"}', 'application/json'],
    ['{"person":{"$ne":""}}', 'application/json'],
    ['not json', 'application/json'],
    ['null', 'application/json'],
    [`{"person":"${'x'.repeat(10_000)}"}`, 'application/json'],
    ['person=demo-operator', 'application/x-www-form-urlencoded'],
    ['{"person":"demo-operator"}', 'text/plain'],
  ])('is not given for what is not a demo person: case %#', async (body, type) => {
    const { url } = await identitySystem();
    expect((await ask(url, body, type)).status).toBe(400);
  });
});

test.each([
  '/identity/interaction/unknown',
  '/identity/nothing',
  '/identity/auth',
  '/identity/auth?client_id=other',
])('%s answers with a plain page or problem, never a fault of ours', async (path) => {
  const { url } = await identitySystem();
  const answer = await fetch(url + path, { headers: { accept: 'text/html' } });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});
