import { faultsAtBothWidths, withBrowser } from '@waymark/testkit';
import { intake, type Intake } from './testing/intake.ts';

const openPage = withBrowser();
type Page = Awaited<ReturnType<typeof openPage>>;
type Who = 'clinician' | 'triage' | 'referrer';

let app: Intake;
let now = Temporal.Now.instant();
beforeAll(async () => {
  app = await intake({ clock: { now: () => now } });
});
afterAll(() => app.close());

async function signIn(page: Page, who: Who): Promise<void> {
  const [name = '', value = ''] = (await app.identity.cookieFor(who)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
}

async function open(who: Who, path: string): Promise<Page> {
  const page = await openPage();
  await signIn(page, who);
  await page.goto(`${app.url()}${path}`);
  return page;
}

const field = (page: Page, name: string) => page.locator(`main [name="${name}"]`);
const save = async (page: Page) => {
  const [answer] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === 'POST'),
    page.locator('main form[method=post] button').first().click(),
  ]);
  await page.waitForLoadState();
  return answer.status();
};

let number = 0;
async function logged(): Promise<{ referralId: string; personId: string }> {
  number += 1;
  const child = {
    givenName: 'Acorn',
    familyName: `Demo-Shared${'abcdefghij'[number] ?? ''}`,
    dateOfBirth: `2012-05-0${number}`,
    phone: '01632 960 001',
    address: '1 Synthetic Street',
  };
  const made = await app.post('/api/referrals', {
    ...{ source: 'B2', child, service: 'autism-assessment', primaryReason: '25', receivedOn: '2026-03-02' },
    needs: { sleep: { home: 1 } },
  });
  const referralId = String(made.body['referralId']);
  const { body } = await app.get(`/api/referrals/${referralId}`);
  return { referralId, personId: String(body['personId']) };
}

const detailsOf = async (personId: string) =>
  (await app.get(`/api/people/${personId}`, 'triage')).body['details'] as Record<string, unknown>;

test('of two who correct one child, the second sees what the first changed, and undoes nothing of it', async () => {
  const { personId } = await logged();
  const path = `/people/${personId}/correct`;
  const [first, second] = [await open('triage', path), await open('clinician', path)];
  await field(first, 'phone').fill('01632 960 777');
  await field(first, 'reason').first().check();
  expect(await save(first)).toBe(303);

  await field(second, 'preferredName').fill('Corny');
  await field(second, 'reason').first().check();
  expect(await save(second)).toBe(412);
  const shown = await second.innerText('main');
  for (const words of [
    'Somebody else changed this',
    'The triage team changed this on',
    'Phone of a parent or carer',
  ])
    expect(shown).toContain(words);
  for (const words of ['01632 960 001', '01632 960 777']) expect(shown).toContain(words);
  expect(await field(second, 'phone').inputValue()).toBe('01632 960 777');
  expect(await field(second, 'preferredName').inputValue()).toBe('Corny');
  expect(await faultsAtBothWidths(second, 'changed-meanwhile')).toEqual([]);

  expect(await save(second)).toBe(303);
  expect(await detailsOf(personId)).toMatchObject({ phone: '01632 960 777', preferredName: 'Corny' });
});

test('where both changed the same field they are asked which is right, and nothing is saved until they say', async () => {
  const { personId } = await logged();
  const path = `/people/${personId}/correct`;
  const [first, second] = [await open('triage', path), await open('clinician', path)];
  for (const [page, phone] of [
    [first, '01632 960 777'],
    [second, '01632 960 888'],
  ] as const) {
    await field(page, 'phone').fill(phone);
    await field(page, 'dateOfBirth-day').fill(page === first ? '12' : '13');
    await field(page, 'reason').first().check();
  }
  expect(await save(first)).toBe(303);
  expect(await save(second)).toBe(412);
  expect(await second.innerText('main')).toContain('What it says now: 01632 960 777');
  expect(await faultsAtBothWidths(second, 'both-changed')).toEqual([]);

  await second.locator('[name="_choose.phone"][value=now]').check();
  expect(await save(second)).toBe(412);
  expect(await second.innerText('main')).toContain('Choose which is right: Date of birth');
  expect(await detailsOf(personId)).toMatchObject({ phone: '01632 960 777', dateOfBirth: '2012-05-12' });

  await second.locator('[name="_choose.dateOfBirth"][value=mine]').check();
  expect(await save(second)).toBe(303);
  expect(await detailsOf(personId)).toMatchObject({ phone: '01632 960 777', dateOfBirth: '2012-05-13' });
});

test('what is wrong with a field does not make the second press undo what another did meanwhile', async () => {
  const { personId } = await logged();
  const path = `/people/${personId}/correct`;
  const [first, second] = [await open('triage', path), await open('clinician', path)];
  await field(first, 'phone').fill('01632 960 777');
  await field(first, 'reason').first().check();
  expect(await save(first)).toBe(303);
  await field(second, 'nhsNumber').fill('12');
  await field(second, 'reason').first().check();
  expect(await save(second)).toBe(422);
  await field(second, 'nhsNumber').fill('');
  await field(second, 'preferredName').fill('Corny');
  expect(await save(second)).toBe(412);
  expect(await save(second)).toBe(303);
  expect(await detailsOf(personId)).toMatchObject({ phone: '01632 960 777', preferredName: 'Corny' });
});

test.each<[string, (ids: { referralId: string; personId: string }) => string, string, string]>([
  ['the referral', ({ referralId }) => `/${referralId}/correct`, 'priority', 'primaryReason'],
  ['the needs', ({ referralId }) => `/${referralId}/needs`, 'needs.sleep.school', 'needs.sleep.community'],
])('so it is with %s', async (_what, pathOf, theirs, mine) => {
  const ids = await logged();
  const [first, second] = [await open('triage', pathOf(ids)), await open('clinician', pathOf(ids))];
  for (const [page, name] of [
    [first, theirs],
    [second, mine],
  ] as const) {
    await field(page, name).selectOption({ index: 2 });
    if ((await field(page, 'reason').count()) > 0) await field(page, 'reason').first().check();
  }
  const wanted = await field(first, theirs).inputValue();
  const own = await field(second, mine).inputValue();
  expect([await save(first), await save(second)]).toEqual([303, 412]);
  expect([await field(second, theirs).inputValue(), await field(second, mine).inputValue()]).toEqual([
    wanted,
    own,
  ]);
  expect(await save(second)).toBe(303);
  const after = await open('clinician', pathOf(ids));
  expect([await field(after, theirs).inputValue(), await field(after, mine).inputValue()]).toEqual([
    wanted,
    own,
  ]);
});

test('two of one school write one draft: other steps do not stand in the way, the same field is asked about', async () => {
  const begun = await app.post('/api/drafts', { source: 'C2' }, { who: 'referrer' });
  const at = `/drafts/${String(begun.body['draftId'])}`;
  const [first, second] = [await open('referrer', `${at}/child`), await open('referrer', `${at}/child`)];
  const third = await open('referrer', `${at}/request`);
  for (const page of [first, second]) {
    await field(page, 'child.familyName').fill('Demo-Drafted');
    await field(page, 'child.dateOfBirth-day').fill('15 June 2017');
  }
  await field(first, 'child.givenName').fill('Acorn');
  await field(second, 'child.givenName').fill('Bramble');
  expect(await save(first)).toBe(303);
  expect(await save(second)).toBe(412);
  expect(await second.innerText('main')).toContain('Given name: which is right?');
  await field(third, 'service').selectOption({ index: 1 });
  await field(third, 'primaryReason').selectOption({ index: 1 });
  expect(await save(third)).toBe(303);
});

test('what was typed when the session ended is kept, and offered to the same person alone after signing in', async () => {
  const { personId } = await logged();
  const path = `/people/${personId}/correct`;
  const page = await open('clinician', path);
  await field(page, 'preferredName').fill('Corny');
  await field(page, 'reason').first().check();
  await field(page, 'note').fill('Synthetic: what took long to write.');
  now = now.add({ minutes: 20 });
  expect(await save(page)).toBe(401);
  expect(await page.innerText('main')).toContain('What you typed is kept for you');
  expect(await page.innerText('main')).not.toContain('Corny');
  const signsIn = (await page.locator('main a.nhsuk-button').getAttribute('href')) ?? '';
  const returnTo = new URL(signsIn, app.url()).searchParams.get('returnTo') ?? '';
  expect(returnTo).toBe(`/referrals${path}?kept=1`);

  const other = await open('triage', `${path}?kept=1`);
  expect(await field(other, 'preferredName').inputValue()).toBe('');
  await signIn(page, 'clinician');
  await page.goto(new URL(returnTo, app.url()).href);
  expect(await page.innerText('main')).toContain('Your session ended before this was saved');
  expect(await field(page, 'preferredName').inputValue()).toBe('Corny');
  expect(await field(page, 'note').inputValue()).toBe('Synthetic: what took long to write.');
  expect(await faultsAtBothWidths(page, 'kept')).toEqual([]);
  expect(await save(page)).toBe(303);
  expect(await detailsOf(personId)).toMatchObject({ preferredName: 'Corny' });
  await page.goto(new URL(returnTo, app.url()).href);
  expect(await page.innerText('main')).not.toContain('Your session ended');
  expect(app.logged()).not.toContain('what took long');
});
