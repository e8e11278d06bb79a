import { withBrowser, type OpenPage } from '@waymark/testkit/browser';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../../testing/tracker.ts';

const open = withBrowser();
let here: Tracker;
let page: Awaited<ReturnType<OpenPage>>;
const about = { service: 'camhs-community', primaryReason: '05', otherReasons: [], circumstances: [] };

beforeAll(async () => {
  here = await tracker({ clock: fakeClock('2026-11-21T09:00:00Z') });
  page = await open({ javaScriptEnabled: false });
  const [name, value] = (await here.identity.cookieFor('clinician')).split('=', 2) as [string, string];
  await page.context().addCookies([{ name, value, url: here.url }]);
}, 60_000);
afterAll(() => here.close());

test('many waits are validated at once, and one leaves the list for a reason that can be taken back', async () => {
  for (const n of [2, 3, 4])
    await here.refer(
      referral({
        ...{ referralId: nth('ref', n), personId: nth('per', n), reference: nthReference(n) },
        ...{ ...about, receivedOn: '2026-03-02' },
      }),
    );
  await until(async () => (await here.api('/waiting-list')).body['shown'] === 3);
  await page.goto(`${here.url}/waiting-list?order=since`);
  await page.getByRole('link', { name: 'Validate these waits' }).click();
  await page.selectOption(`[name="answers.${nth('pw', 3)}"]`, 'no-03');
  await page.selectOption('[name=rest]', 'yes');
  await page.click('main form button:text-is("Continue")');
  const says = await page.innerText('section[aria-labelledby=effects]');
  expect(says).toContain('2 children stay on the list');
  expect(says).toMatch(/Leaves the list:.*WM-0000-0003/);
  await page.click('main form button:text-is("Save these answers")');
  expect(await page.innerText('main')).toContain('3 waits were validated');
  await page.click('main a:text-is("Back to the waiting list")');
  expect(new URL(page.url()).search).toBe('?order=since');
  expect(await page.innerText('main')).not.toContain('WM-0000-0003');

  await page.goto(`${here.url}/${nth('pw', 3)}`);
  expect(await page.innerText('main')).toContain('Closed on 21 November 2026');
  await page
    .locator('.wm-timeline li', { hasText: 'The referral was closed' })
    .getByRole('link', { name: 'Correct or withdraw' })
    .click();
  await page.click('main a:text-is("withdraw it")');
  await page.check('[name=reason][value=did-not-happen]');
  await page.click('main form button:text-is("Withdraw")');
  expect(await page.innerText('main')).not.toContain('Closed on');
  await until(async () => (await here.api('/waiting-list')).body['shown'] === 3);
});
