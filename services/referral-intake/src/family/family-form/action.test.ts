import { machineDate } from '@waymark/testkit/clock';
import { familyAnswers, familyBrowser, sentByFamily } from '../../testing/family.ts';
import { intake, type Intake } from '../../testing/intake.ts';

let app: Intake;
let now = Temporal.Now.instant();
beforeAll(async () => {
  app = await intake({ clock: { now: () => now } });
});
afterEach(() => machineDate.reset());
afterAll(() => app.close());

const counted = async () => (await app.get('/api/from-families')).body['waiting'];
const child = familyAnswers['child'] ?? {};

test('what is wrong is said at its field, and nothing typed is lost', async () => {
  const browser = familyBrowser(app);
  const nobody = await browser.submit('/family/who', { name: 'Hazel Demo-Lanchester' });
  expect(nobody.status).toBe(422);
  expect(nobody.text).toContain('Say who you are');
  expect(nobody.text).toContain('value="Hazel Demo-Lanchester"');
  await browser.submit('/family/who', familyAnswers['who']);
  const unreached = await browser.submit('/family/reach', { by: 'text', email: 'hazel@example.org' });
  expect(unreached.text).toContain('Give your mobile number, or choose email');
  expect(unreached.text).toContain('value="hazel@example.org"');
  for (const [changes, says] of [
    [{ 'dateOfBirth-year': '2090' }, 'must not be in the future'],
    [{ 'dateOfBirth-year': '1980' }, 'up to 25 years old'],
    [{ nhsNumber: '9990000019' }, 'not a valid NHS number'],
    [{ postcode: 'nowhere' }, 'Enter a UK postcode'],
    [{ school: 'A83001' }, 'Choose from the list'],
    [{ practice: '114312' }, 'Choose from the list'],
    [{ givenName: '' }, 'tick that there is one name only'],
    [{ givenName: '-' }, 'at least one letter'],
    [{ givenName: 'x'.repeat(2_000) }, 'at most 100 characters'],
  ] as const) {
    const wrong = await browser.submit('/family/child', { ...child, ...changes });
    expect({ says, status: wrong.status }).toEqual({ says, status: 422 });
    expect(wrong.text).toContain(says);
    expect(wrong.text).toContain('value="Demo-Lanchester"');
  }
});

test('answers are kept from step to step, can be changed, and stand in no address', async () => {
  const browser = familyBrowser(app);
  const went = await browser.answers();
  expect(went.join(' ')).not.toMatch(/fam_|Rowan|Demo/);
  expect((await browser.page('/family/child')).text).toContain('value="Rowan"');
  expect((await browser.page('/family')).text).toContain('You have begun already');
  expect((await browser.submit('/family/child', { ...child, givenName: 'Willow' })).to).toBe('/family/check');
  expect((await browser.page('/family/check')).text).toContain('Willow Demo-Lanchester');
  expect((await browser.submit('/family/who', { ...familyAnswers['who'], who: 'young-person' })).to).toBe(
    '/family/check',
  );
  expect((await browser.page('/family/child')).text).toContain('Your first name');
});

test('a red answer stops with the way to help, and marks it whatever else is said', async () => {
  const browser = familyBrowser(app);
  const went = await browser.answers({ life: { circumstances: 'serious-risk' } });
  expect(went[4]).toBe('/family/crisis');
  const crisis = await browser.page('/family/crisis');
  for (const words of ['Get help first', '999', '111', 'Samaritans', 'same working day'])
    expect(crisis.text).toContain(words);
  const { reference } = await sentByFamily(app, {
    reach: { by: 'email', email: 'risk@example.org' },
    life: {},
    needs: { 'needs.self-harm.home': '1' },
  });
  const { requests, atRisk } = (await app.get('/api/from-families')).body as {
    atRisk: number;
    requests: { reference: string; atRisk: boolean }[];
  };
  expect(atRisk).toBe(1);
  expect(requests[0]).toMatchObject({ reference, atRisk: true });
  for (const list of ['/', '/triage'])
    expect((await app.page(list)).text).toContain('A family stated a serious risk');
  expect((await app.page('/', 'referrer')).text).not.toContain('A family stated a serious risk');
  const needs = familyBrowser(app);
  expect((await needs.answers({ life: {}, needs: { 'needs.self-harm.home': '1' } })).at(-1)).toBe(
    '/family/crisis',
  );
});

test('what fills in the box that nobody sees is told to leave it empty, and begins nothing', async () => {
  const browser = familyBrowser(app);
  const page = await browser.page('/family/who');
  expect(page.text).toMatch(/aria-hidden="true">\s*<label for="website">/);
  const robot = await browser.submit('/family/who', {
    ...familyAnswers['who'],
    website: 'https://example.org',
  });
  expect(robot.status).toBe(422);
  expect(robot.text).toContain('Leave this box empty');
  expect(browser.cookie()).toBe('');
});

test('without a form that was begun there is nothing to change, to see, or to send', async () => {
  const browser = familyBrowser(app);
  for (const step of ['reach', 'child', 'worry', 'life', 'needs', 'check', 'code', 'crisis'])
    expect((await browser.page(`/family/${step}`)).text).toContain('We do not have any answers of yours');
  const child = await browser.submit('/family/child', familyAnswers['child']);
  expect(child.status).toBe(409);
  expect(child.text).toContain('Please begin again');
  expect((await browser.page('/family/sent')).text).toContain('Nothing is sent yet');
});

test('answers that are thrown away are gone', async () => {
  const browser = familyBrowser(app);
  await browser.answers();
  const before = browser.cookie();
  expect((await browser.submit('/family/throw-away')).to).toBe('/family');
  expect(browser.cookie()).not.toBe(before);
  const kept = await fetch(`${app.url()}/family/check`, { headers: { cookie: before, accept: 'text/html' } });
  expect(await kept.text()).toContain('We do not have any answers of yours');
});

test('a form that nobody confirms is thrown away after seven days', async () => {
  const browser = familyBrowser(app);
  await browser.answers();
  now = now.add({ hours: 24 * 6 });
  await app.restart();
  await app.swept('expire-family-requests');
  expect((await browser.page('/family/check')).text).toContain('Demo-Lanchester');
  now = now.add({ hours: 48 });
  await app.restart();
  await app.swept('expire-family-requests');
  expect(app.logged()).toContain('What families wrote was thrown away in its time');
});

test('only so many forms are begun from one address within an hour', async () => {
  await app.restart({ FAMILY_FORMS_PER_HOUR: '2' });
  machineDate.set(now);
  const begun = [];
  for (let n = 0; n < 3; n += 1)
    begun.push(await familyBrowser(app).submit('/family/who', familyAnswers['who']));
  expect(begun.map(({ status }) => status)).toEqual([303, 303, 409]);
  expect(begun[2]?.text).toContain('Please wait an hour');
  expect(begun[2]?.text).toContain('value="Hazel Demo-Lanchester"');
  now = now.add({ minutes: 61 });
  machineDate.set(now);
  expect((await familyBrowser(app).submit('/family/who', familyAnswers['who'])).status).toBe(303);
});

test('where messages are not set up it says that it is closed, and whom to ring', async () => {
  const waiting = await counted();
  const notSetUp = Object.fromEntries(Object.keys(app.messages.settings).map((name) => [name, undefined]));
  await app.restart({ ...notSetUp, FAMILY_PHONE: '01632 960 100' });
  const browser = familyBrowser(app);
  const door = await browser.page('/family');
  expect(door.text).toContain('You cannot ask for help online just now');
  expect(door.text).toContain('01632 960 100');
  expect(door.text).not.toContain('Start now');
  const refused = await browser.submit('/family/who', familyAnswers['who']);
  expect(refused.status).toBe(409);
  expect(browser.cookie()).toBe('');
  expect(await counted()).toBe(waiting);
});
