import { fakeClock } from '@waymark/testkit/clock';
import { testIdentity, type TestIdentity } from '@waymark/testkit/identity';
import { requestCookie } from './request-cookie.ts';

let provider: TestIdentity;
beforeAll(async () => {
  provider = await testIdentity();
});
afterAll(() => provider.close());

const clock = fakeClock('2026-11-22T09:00:00Z');
const until = Temporal.Instant.from('2026-11-29T09:00:00Z');
const sent = (setCookie: string) => setCookie.split(';')[0];

test('a request is found again by its cookie, which does not reveal it, until its time is over', async () => {
  const cookie = requestCookie(provider.settings, clock);
  const set = await cookie.seal('fam_synthetic', until);
  expect(set).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(set).not.toContain('fam_synthetic');
  expect(await cookie.open(sent(set))).toBe('fam_synthetic');
  const later = requestCookie(provider.settings, fakeClock('2026-11-30T09:00:00Z'));
  expect(await later.open(sent(set))).toBeUndefined();
});

test('a cookie that is none of ours, or was altered, opens nothing', async () => {
  const cookie = requestCookie(provider.settings, clock);
  const set = sent(await cookie.seal('fam_synthetic', until)) ?? '';
  const letter = set.at(-10) === 'A' ? 'B' : 'A';
  for (const header of [undefined, '', 'waymark-request=', 'waymark-request=x', set.slice(0, -10) + letter])
    expect(await cookie.open(header)).toBeUndefined();
  expect(cookie.clear()).toContain('Max-Age=0');
});
