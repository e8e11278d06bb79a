import { axe, withBrowser } from '@waymark/testkit';
import { identitySystem } from './system-for-tests.ts';

const openPage = withBrowser();

test('the sign-in page has no accessibility fault, loads nothing from elsewhere and is used by keyboard', async () => {
  const { url } = await identitySystem();
  const page = await openPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(`${url}/referrals/sign-in?returnTo=/referrals/list`);
  expect(await axe(page)).toEqual([]);
  expect(await page.getByRole('button').count()).toBe(7);

  await page.getByRole('button', { name: 'Sign in as a clinician', exact: true }).focus();
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('Sign in as a triage clinician');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${url}/referrals/list`);
  expect(JSON.parse(await page.locator('body').innerText())).toMatchObject({ id: 'demo-triage' });
  expect(complaints).toEqual([]);
});

test.each([true, false])('signing in and out works, with script: %s', async (javaScriptEnabled) => {
  const { url } = await identitySystem();
  const page = await openPage({ javaScriptEnabled, viewport: { width: 390, height: 800 } });
  await page.goto(`${url}/support/sign-in`);
  await page.getByRole('button', { name: 'Sign in as an operator' }).click();
  await page.waitForURL(`${url}/`);

  await page.goto(`${url}/support/way-out`);
  await page.getByRole('button', { name: 'Leave' }).click();
  if (!javaScriptEnabled) await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${url}/`);
  await page.goto(`${url}/support/`);
  expect(await page.locator('body').innerText()).toContain('"anonymous"');
});
