import { machineDate } from '@waymark/testkit/clock';
import { familyBrowser, sentByFamily } from '../../testing/family.ts';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
let now = Temporal.Now.instant();
beforeAll(async () => {
  app = await intake({ clock: { now: () => now } });
});
afterEach(() => machineDate.reset());
afterAll(() => app.close());

/** A family that has answered everything and was sent a code, at an address of its own. */
async function withCode(email: string) {
  const browser = familyBrowser(app);
  await browser.answers({ reach: { by: 'email', email } });
  expect((await browser.submit('/family/check')).to).toBe('/family/code');
  return { browser, code: () => app.messages.latestTo(email).words['code'] ?? '' };
}
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const waiting = async () => (await app.get('/api/from-families')).body['waiting'];

test('a family asks for help, is sent a code, types it, and gets a reference', async () => {
  const browser = familyBrowser(app);
  expect(await browser.answers()).toEqual([
    '/family/reach',
    '/family/child',
    '/family/worry',
    '/family/life',
    '/family/needs',
    '/family/check',
  ]);
  const check = await browser.page('/family/check');
  for (const words of [
    'Rowan Demo-Lanchester',
    '4 May 2016',
    'I am not sure',
    'May be excluded',
    'Draws well',
  ])
    expect(check.text).toContain(words);
  expect(await waiting()).toBe(0);
  expect((await browser.submit('/family/check')).to).toBe('/family/code');
  expect((await browser.page('/family/code')).text).toContain('hazel@example.org');
  const { code = '' } = app.messages.latestTo('hazel@example.org').words;
  expect(code).toMatch(/^\d{6}$/);
  const sent = await browser.submit('/family/code', { code: `${code.slice(0, 3)} ${code.slice(3)}` });
  expect(sent.to).toBe('/family/sent');
  const page = await browser.page('/family/sent');
  expect(page.text).toMatch(/WM-\w{4}-\w{4}/);
  expect(page.text).toContain('A clinician reads it');
  expect(page.text).not.toContain('Rowan');
  expect(await waiting()).toBe(1);
  const again = await browser.submit('/family/code', { code });
  expect(again.to).toBe('/family/sent');
  expect(await waiting()).toBe(1);
  expect((await browser.submit('/family/child', { givenName: 'Other', familyName: 'Name' })).status).not.toBe(
    303,
  );
});

test('a text message brings the code, too', async () => {
  const browser = familyBrowser(app);
  await browser.answers({ reach: { by: 'text', phone: '07700 900456' } });
  await browser.submit('/family/check');
  const { by, words } = app.messages.latestTo('07700 900456');
  expect(by).toBe('text');
  expect((await browser.submit('/family/code', { code: words['code'] ?? '' })).to).toBe('/family/sent');
});

test('a wrong code is refused in words that tell nothing; after five the right one does not work either', async () => {
  const { browser, code } = await withCode('five@example.org');
  for (let n = 0; n < 5; n += 1) {
    const wrong = await browser.submit('/family/code', { code: another(code()) });
    expect(wrong.status).toBe(409);
    expect(wrong.text).toContain('This code does not work');
  }
  const late = await browser.submit('/family/code', { code: code() });
  expect(late.status).toBe(409);
  expect(late.text).toContain('This code does not work');
  expect((await browser.submit('/family/code-again')).to).toBe('/family/code');
  expect((await browser.page('/family/code')).text).toContain('We have sent you a new code');
  expect((await browser.submit('/family/code', { code: code() })).to).toBe('/family/sent');
});

test('a code works for half an hour, and the one before does not work once another was sent', async () => {
  const { browser, code } = await withCode('late@example.org');
  const first = code();
  await browser.submit('/family/code-again');
  if (first !== code()) expect((await browser.submit('/family/code', { code: first })).status).toBe(409);
  now = now.add({ minutes: 31 });
  expect((await browser.submit('/family/code', { code: code() })).status).toBe(409);
  expect((await browser.submit('/family/code-again')).to).toBe('/family/code');
  expect((await browser.submit('/family/code', { code: code() })).to).toBe('/family/sent');
});

test('codes are not sent without end, and the answers stay', async () => {
  machineDate.set(now);
  const { browser } = await withCode('many@example.org');
  for (let n = 0; n < 3; n += 1) expect((await browser.submit('/family/code-again')).status).toBe(303);
  const before = app.messages.kept.length;
  const refused = await browser.submit('/family/code-again');
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('several codes');
  expect(app.messages.kept).toHaveLength(before);
  expect((await browser.page('/family/check')).text).toContain('Demo-Lanchester');
  now = now.add({ minutes: 61 });
  machineDate.set(now);
  expect((await browser.submit('/family/code-again')).status).toBe(303);
});

test('what is no code is refused at the field; a code of another family is none here', async () => {
  const { browser } = await withCode('one@example.org');
  const other = await withCode('other@example.org');
  expect((await browser.submit('/family/code', { code: '12' })).text).toContain('The code has 6 digits');
  const [mine, theirs] = [app.messages.latestTo('one@example.org').words['code'], other.code()];
  if (mine !== theirs) expect((await browser.submit('/family/code', { code: theirs })).status).toBe(409);
  expect((await familyBrowser(app).submit('/family/code', { code: theirs })).text).toContain(
    'We do not have your answers any more',
  );
});

test('a code is not sent while something is missing, nor to a number that cannot be reached', async () => {
  const browser = familyBrowser(app);
  await browser.submit('/family/who', { who: 'parent', name: 'Hazel Demo-Lanchester' });
  const early = await browser.submit('/family/check');
  expect(early.status).toBe(409);
  expect(early.text).toContain('This step is not filled in yet');
  expect((await browser.page('/family/code')).text).toContain('No code has been sent yet');
});

test('where messages cannot be sent the family is told so, and nothing is lost', async () => {
  const browser = familyBrowser(app);
  await browser.answers({ reach: { by: 'email', email: 'away@example.org' } });
  await app.restart({ NOTIFY_URL: 'http://127.0.0.1:9', FAMILY_PHONE: '01632 960 100' });
  const away = await browser.submit('/family/check');
  expect(away.status).toBe(409);
  expect(away.text).toContain('We could not send the code just now');
  expect(away.text).toContain('01632 960 100');
  await app.restart();
  expect((await browser.page('/family/check')).text).toContain('Demo-Lanchester');
  expect((await browser.submit('/family/check')).to).toBe('/family/code');
});

test('nothing that a family wrote is logged', async () => {
  await sentByFamily(app);
  for (const words of ['Demo-Lanchester', 'Rowan', 'hazel@', '900123', 'Synthetic words', 'noisy', 'Draws'])
    expect(app.logged()).not.toContain(words);
});
