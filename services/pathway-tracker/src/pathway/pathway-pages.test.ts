import { faultsAtBothWidths, withBrowser } from '@waymark/testkit/browser';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { tracker, type Tracker } from '../testing/tracker.ts';

const open = withBrowser();
let here: Tracker;
let page: Awaited<ReturnType<typeof open>>;
let seen: string;
let atRisk: string;

const idsOf = (n: number) => ({
  referralId: nth('ref', n),
  personId: nth('per', n),
  reference: nthReference(n),
});

beforeAll(async () => {
  here = await tracker({ clock: fakeClock('2026-11-21T09:00:00Z') });
  for (const n of [1, 2]) here.names.of[nth('per', n)] = { given: 'Ash', family: `Demo-Child${n}` };
  const circumstances = [{ id: 'serious-risk', source: 'referrer' }];
  seen = await here.refer(referral({ ...idsOf(1), receivedOn: '2026-07-02', circumstances: [] }));
  atRisk = await here.refer(referral({ ...idsOf(2), receivedOn: '2026-11-16', circumstances }));
  await here.command(`/${seen}/record/contact`, { on: '2026-10-20', attendance: '5', mechanism: '01' });
  page = await open({ javaScriptEnabled: true });
  const [name, value] = (await here.identity.cookieFor('clinician')).split('=', 2) as [string, string];
  await page.context().addCookies([{ name, value, url: here.url }]);
}, 60_000);
afterAll(() => here.close());

test('one clock and four steps stand open; the rest unfolds', async () => {
  await page.goto(`${here.url}/${seen}`);
  expect(await page.innerText('.wm-child')).toMatch(
    /^Ash Demo-Child1\s+\d+ years · WM-0000-0001 · Autism assessment$/,
  );
  expect(await page.innerText('.wm-lead')).toContain('Four weeks is overdue by 114 days.');
  expect(await page.locator('.wm-card--clock:visible').count()).toBe(1);
  expect(await page.locator('h2:text-is("Do next") + ul a:visible').count()).toBe(4);
  const more = page.locator('main a[href*="/record/"]:visible');
  expect(await more.count()).toBe(4);

  await page.click('summary:has-text("3 more clocks")');
  await page.click('summary:has-text("More to record")');
  expect(await page.locator('.wm-card--clock:visible').count()).toBe(4);
  expect(await more.count()).toBeGreaterThan(12);
  const stopped = page.locator('.wm-card--clock', { hasText: '13 weeks to the first contact' });
  expect(await stopped.innerText()).toContain('Stopped at 110 days (19 days over)');
  const colour = await page.evaluate<string>(
    'getComputedStyle(document.querySelector(".wm-card--over-with .wm-figure")).color',
  );
  expect(colour).toBe('rgb(76, 98, 114)');
  expect(await stopped.locator('svg').count()).toBe(0);
  expect(await faultsAtBothWidths(page, 'pathway')).toEqual([]);
});

test('what if, and the list of same-day risk, are in order at both widths', async () => {
  for (const [name, path] of [
    ['what-if', `/${seen}/what-if`],
    ['what-if-kind', `/${seen}/what-if/care-plan`],
    ['risks', '/same-day-risk'],
    ['take-up', `/${atRisk}/same-day-risk`],
    ['risk', `/${atRisk}`],
  ] as const) {
    await page.goto(here.url + path);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await faultsAtBothWidths(page, name)).toEqual([]);
  }
  await page.goto(`${here.url}/${seen}/what-if/treatment`);
  await page.click('main form button:text-is("Compare the clocks")');
  expect(await page.innerText('section[aria-labelledby=found]')).toContain(
    'Stopped at 142 days (16 days over)',
  );
  expect(await faultsAtBothWidths(page, 'what-if-found')).toEqual([]);
});

test('from the list a risk is taken up, and the page says who did and what is next', async () => {
  await page.goto(`${here.url}/same-day-risk`);
  await page.getByRole('link', { name: 'Take up', exact: false }).click();
  await page.check('[name=step][value=seen-today]');
  await page.click('main form button:text-is("Take up the risk")');
  expect(await page.innerText('main')).toContain('Same-day risk taken up: the child was seen by a clinician');
  expect(await page.innerText('main')).toContain('No other same-day risk waits.');
  expect(await page.innerText('main')).toContain('taken up by Synthetic clinician (clinician)');
});
