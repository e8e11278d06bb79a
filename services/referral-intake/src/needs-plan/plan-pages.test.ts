import { faultsAtBothWidths, picture, telephone, wide, withBrowser } from '@waymark/testkit';
import { intake, type Intake } from '../testing/intake.ts';

const openPage = withBrowser();
let app: Intake;
let now = Temporal.Instant.from('2026-03-03T09:00:00Z');
const paths: Record<string, string> = {};

const child = { givenName: 'Acorn', familyName: 'Demo-Hamsterley', dateOfBirth: '2016-05-04' };
const plan = {
  lead: { role: 'Class teacher' },
  child,
  metOn: '2026-03-02',
  needs: { sleep: { home: 3, school: 1 }, change: { school: 2 } },
  strengths: 'Draws well.',
  step: { what: 'A visual timetable', who: 'Class teacher', where: 'school', since: '2026-03-03' },
};

beforeAll(async () => {
  app = await intake({ clock: { now: () => now } });
  const asReferrer = { who: 'referrer' as const };
  const begun = await app.post('/api/plans', plan, asReferrer);
  const planId = String(begun.body['planId']);
  await app.post('/api/plans', { ...plan, child: { ...child, givenName: 'Bracken' } }, asReferrer);
  const seen = {
    on: '2026-03-03',
    outcomes: { 1: 'helped' },
    needs: { sleep: { home: 1 } },
    note: 'Calmer.',
  };
  await app.post(`/api/plans/${planId}/review`, seen, { ...asReferrer, headers: { 'if-match': '"1"' } });
  const logged = await app.post(
    '/api/referrals',
    { source: 'C2', child, service: 'autism-assessment', primaryReason: '25' },
    asReferrer,
  );
  const draft = await app.post('/api/drafts', { source: 'C2' }, asReferrer);
  const at = `/drafts/${String(draft.body['draftId'])}`;
  await app.post(`/api${at}/child`, { child: { ...child, nhsNumber: '9990000018' } }, asReferrer);
  await app.post(`/api${at}/request`, { service: 'autism-assessment', primaryReason: '25' }, asReferrer);
  now = Temporal.Instant.from('2026-04-20T09:00:00Z');
  Object.assign(paths, {
    plans: '/plans',
    'plans-none': '/plans?state=ended',
    'plan-new': '/plans/new',
    plan: `/plans/${planId}`,
    'plan-step': `/plans/${planId}/step`,
    'plan-review': `/plans/${planId}/review`,
    'plan-end': `/plans/${planId}/end`,
    'plan-refer': `/plans/${planId}/refer`,
    'plan-join': `/${String(logged.body['referralId'])}/plan`,
    'plan-asked': `/${String(logged.body['referralId'])}`,
    'draft-plan': `${at}/plan`,
  });
});
afterAll(() => app.close());

async function open(viewport = wide, javaScriptEnabled = true) {
  const page = await openPage({ viewport, javaScriptEnabled });
  await signIn(page);
  return page;
}

async function signIn(page: Awaited<ReturnType<typeof openPage>>) {
  const [name = '', value = ''] = (await app.identity.cookieFor('referrer')).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
}

const names = [
  ...['plans', 'plans-none', 'plan-new', 'plan', 'plan-step', 'plan-review', 'plan-end'],
  ...['plan-refer', 'plan-join', 'plan-asked', 'draft-plan'],
];
test.each(names)('the page "%s" is in order for everyone', async (name) => {
  const page = await open();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  expect((await page.goto(`${app.url()}${paths[name] ?? ''}`))?.status()).toBe(200);
  expect(await faultsAtBothWidths(page, name)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a plan is begun, reviewed and referred on a telephone by keyboard, without script, and nothing is typed twice', async () => {
  const page = await open(telephone, false);
  const { keyboard } = page;
  const typed = async (label: string, value: string) => {
    await page.getByLabel(label, { exact: true }).first().focus();
    await keyboard.type(value);
  };
  const date = async (legend: string, [day, month, year]: [string, string, string]) => {
    const group = page.getByRole('group', { name: legend });
    for (const [label, value] of [
      ['Day', day],
      ['Month', month],
      ['Year', year],
    ] as const)
      await group.getByLabel(label).fill(value);
  };
  const pressed = async (button: string, leadsTo: RegExp) => {
    await page.getByRole('button', { name: button }).focus();
    await keyboard.press('Enter');
    await page.waitForURL(leadsTo);
  };

  await page.goto(`${app.url()}/plans`);
  await page.getByRole('link', { name: 'Begin a plan' }).focus();
  await keyboard.press('Enter');
  await typed('Role of the person who leads it', 'Class teacher');
  await typed('Given name', 'Clover');
  await pressed('Begin the plan', /\/plans\/new$/);
  expect(await page.getByRole('alert').textContent()).toContain('Enter a real date');
  expect(await page.getByLabel('Given name').inputValue()).toBe('Clover');
  await typed('Family name', 'Demo-Ashgill');
  await date('Date of birth', ['4', '5', '2016']);
  await page.getByRole('checkbox', { name: 'Sleep', exact: true }).focus();
  await keyboard.press('Space');
  await page.getByLabel('Sleep: At home').focus();
  await keyboard.type('3');
  await typed('What', 'A walk before school');
  await typed('Who does it', 'Father');
  await page.getByLabel('Where', { exact: true }).focus();
  await keyboard.type('At home');
  await date('Since when', ['20', '4', '2026']);
  await pressed('Begin the plan', /\/plans\/pla_\w+$/);
  const at = page.url();

  now = Temporal.Instant.from('2026-06-15T09:00:00Z');
  await signIn(page);
  await page.goto(`${app.url()}/plans`);
  await page.getByRole('link', { name: 'Clover Demo-Ashgill' }).click();
  expect(await page.getByText('Review is late').count()).toBe(1);
  await page.getByRole('link', { name: 'Review it with the family' }).click();
  await page.getByLabel('It helps').focus();
  await keyboard.press('Space');
  await page.getByLabel('Sleep: At home').focus();
  await keyboard.type('1');
  await pressed('Save the review', /\/plans\/pla_\w+$/);
  expect(await page.getByText('at home most of the time').count()).toBe(1);
  expect(await page.getByText('Better', { exact: true }).count()).toBe(1);
  await picture(page, 'plan-reviewed-390');

  await page.getByRole('link', { name: 'Refer with this plan' }).click();
  await pressed('Begin the referral', /\/request$/);
  await page.getByLabel('Service asked for').focus();
  await keyboard.type('Autism');
  await page.getByLabel('Main reason').focus();
  await keyboard.type('Suspected autism');
  await pressed('Save and go on', /\/circumstances$/);
  await pressed('Save and go on', /\/consent$/);
  await page.getByLabel('Not asked yet').focus();
  await keyboard.press('Space');
  await pressed('Save and go on', /\/check$/);
  for (const words of [
    'Clover Demo-Ashgill',
    'A walk before school (Father',
    'it helps',
    'The plan of needs that you chose',
  ])
    expect(await page.getByText(words).count()).toBeGreaterThan(0);
  await pressed('Send the referral', /\/logged$/);
  expect(await page.getByText('reviewed once').count()).toBe(1);
  await page.goto(at);
  expect(await page.getByText('Became a referral', { exact: true }).count()).toBe(1);
});
