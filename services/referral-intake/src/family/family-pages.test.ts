import { faultsAtBothWidths, telephone, wide, withBrowser } from '@waymark/testkit';
import { familyAnswers, familyBrowser, sentByFamily } from '../testing/family.ts';
import { intake, type Intake } from '../testing/intake.ts';

const openPage = withBrowser();
let app: Intake;
const cookies: Record<string, string> = {};
let waiting: string;
let declined: string;

beforeAll(async () => {
  app = await intake();
  const writing = familyBrowser(app);
  await writing.answers({ life: { circumstances: 'serious-risk' } });
  await writing.submit('/family/check');
  const begun = familyBrowser(app);
  await begun.submit('/family/who', { ...familyAnswers['who'], who: 'young-person' });
  const sent = await sentByFamily(app, { life: { circumstances: 'serious-risk' } });
  const other = await sentByFamily(app);
  Object.assign(cookies, { writing: writing.cookie(), begun: begun.cookie(), sent: sent.browser.cookie() });
  [waiting, declined] = [sent.requestId, other.requestId];
  const fields = { reason: '02', otherHelp: 'family-hub', note: 'Synthetic note.' };
  await app.submit(`/from-families/${declined}/not-now`, fields);
}, 60_000);
afterAll(() => app.close());

type Shown = { path: () => string; as: 'clinician' | 'nobody' | 'writing' | 'begun' | 'sent' };
const family = (as: Shown['as'], ...steps: string[]) =>
  steps.map((step): [string, Shown] => [`family-${as}-${step}`, { path: () => `/family/${step}`, as }]);
const pages: [string, Shown][] = [
  ['family-start', { path: () => '/family', as: 'nobody' }],
  ['family-start-again', { path: () => '/family', as: 'writing' }],
  ...family('nobody', 'who', 'child', 'sent'),
  ...family('begun', 'reach', 'child', 'needs', 'check'),
  ...family('writing', 'worry', 'life', 'crisis', 'needs', 'check', 'code', 'throw-away'),
  ...family('sent', 'sent', 'check'),
  ['from-families', { path: () => '/from-families', as: 'clinician' }],
  ['from-family', { path: () => `/from-families/${waiting}`, as: 'clinician' }],
  ['from-family-take', { path: () => `/from-families/${waiting}/take`, as: 'clinician' }],
  ['from-family-not-now', { path: () => `/from-families/${waiting}/not-now`, as: 'clinician' }],
  ['from-family-declined', { path: () => `/from-families/${declined}`, as: 'clinician' }],
];

async function open(as: Shown['as'], viewport = wide, javaScriptEnabled = true) {
  const page = await openPage({ viewport, javaScriptEnabled });
  const held = as === 'clinician' ? await app.identity.cookieFor(as) : (cookies[as] ?? '');
  const [name = '', value = ''] = held.split(/=(.*)/s);
  if (name) await page.context().addCookies([{ name, value, url: app.url() }]);
  return page;
}

test.each(pages)('the page "%s" is in order for everyone', async (name, { path, as }) => {
  const page = await open(as);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  expect((await page.goto(`${app.url()}${path()}`))?.status()).toBe(200);
  expect(await page.locator('h1').count()).toBe(1);
  expect(await faultsAtBothWidths(page, name)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a family asks for help by keyboard alone, without script, on a telephone; a clinician takes it', async () => {
  const page = await open('nobody', telephone, false);
  const { keyboard } = page;
  const on = async (step: string) => {
    await keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/family/${step}$`));
  };
  const typed = async (label: string, value: string) => {
    await page.getByLabel(label, { exact: true }).first().focus();
    await keyboard.type(value);
  };
  const ticked = async (label: string) => {
    await page.getByLabel(label, { exact: true }).focus();
    await keyboard.press('Space');
  };
  await page.goto(`${app.url()}/family`);
  await page.getByRole('link', { name: 'Start now' }).focus();
  await on('who');
  await typed('Your name', 'Hazel Demo-Keyboard');
  await on('who');
  expect(await page.getByRole('alert').textContent()).toContain('Say who you are');
  expect(await page.getByLabel('Your name').inputValue()).toBe('Hazel Demo-Keyboard');
  await ticked('I am a parent or carer');
  await page.getByLabel('Your name').focus();
  await on('reach');
  await ticked('By email');
  await typed('Your email address', 'keyboard@example.org');
  await on('child');
  await typed('The child’s first name', 'Rowan');
  await typed('The child’s last name', 'Demo-Keyboard');
  await typed('Day', '4');
  await typed('Month', '5');
  await typed('Year', '2016');
  await on('worry');
  await ticked('I am not sure. Please help me find out');
  await typed('What are you worried about?', 'Synthetic words.');
  await page.getByRole('button', { name: 'Save and go on' }).focus();
  await on('life');
  await ticked('Hurting themselves, thinking about suicide, or not safe in another way');
  await page.getByRole('button', { name: 'Save and go on' }).focus();
  await on('crisis');
  await page.getByRole('link', { name: 'Go on with the form' }).focus();
  await on('needs');
  await page.getByRole('button', { name: 'Save and go on' }).focus();
  await on('check');
  await page.getByRole('button', { name: 'Send me a code' }).focus();
  await on('code');
  await typed('Code', app.messages.latestTo('keyboard@example.org').words['code'] ?? '');
  await on('sent');
  const reference = /WM-\w{4}-\w{4}/.exec(await page.innerText('main'))?.[0] ?? '';
  expect(await page.innerText('main')).toContain('A clinician looks at it on the same working day');
  await page.context().close();

  const staff = await open('clinician', wide, false);
  await staff.goto(`${app.url()}/from-families`);
  await staff.locator('tr', { hasText: reference }).getByRole('link').click();
  expect(await staff.innerText('main')).toContain('Synthetic words.');
  await staff.getByRole('link', { name: 'Take it as a referral' }).click();
  await staff.getByLabel('Service', { exact: true }).selectOption({ label: 'Autism assessment' });
  await staff.getByLabel('Main reason').selectOption({ label: 'Suspected autism' });
  await staff.getByRole('button', { name: 'Take it as a referral' }).click();
  await staff.waitForURL(/\/logged$/);
  expect(await staff.innerText('main')).toContain(reference);
});
