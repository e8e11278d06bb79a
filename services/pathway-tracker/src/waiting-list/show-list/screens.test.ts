import { addDays, calendarDate } from '@waymark/care-types';
import { axe, withBrowser } from '@waymark/testkit';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../../testing/tracker.ts';

const today = calendarDate('2026-11-21');
const clock = fakeClock(`${today}T14:32:00Z`);
const open = withBrowser();
type Page = Awaited<ReturnType<typeof open>>;
let here: Tracker;

const given = ['Candle', 'Pebble', 'Lantern', 'Harbour', 'Juniper', 'Marigold', 'Teasel'];
const family = ['Sunnybrow', 'Featherstone', 'Stanhope', 'Bluebellwood', 'Tow', 'Riverside'];
const kinds = ['autism-and-adhd-assessment', 'autism-assessment', 'camhs-community', 'adhd-assessment'];
const stated = [[], ['looked-after'], ['serious-risk'], [], ['exclusion-risk', 'looked-after']];
const size = 24;

/** Two of these waits are of one child: every child but the first has one. */
const childOf = (n: number): number => (n === 2 ? 1 : n);

beforeAll(async () => {
  here = await tracker({ clock });
  for (let n = 1; n <= size; n += 1) {
    here.names.of[nth('per', n)] = {
      given: given[n % given.length] ?? '',
      family: `Demo-${family[n % family.length] ?? ''}`,
    };
    const circumstances = (stated[n % stated.length] ?? []).map((id) => ({ id, source: 'referrer' }));
    await here.refer(
      referral({
        ...{ referralId: nth('ref', n), personId: nth('per', childOf(n)), reference: nthReference(n) },
        ...{ service: kinds[n % kinds.length], receivedOn: addDays(today, -n * n - 3), circumstances },
        dateOfBirth: addDays(today, -4_000 - 80 * n),
      }),
    );
  }
  await until(async () => (await here.api('/waiting-list')).body['shown'] === size);
}, 120_000);
afterAll(() => here.close());

async function opened(width: number, height: number, script = true): Promise<Page> {
  const page = await open({ viewport: { width, height }, javaScriptEnabled: script });
  const [name, value] = (await here.identity.cookieFor('clinician')).split('=', 2) as [string, string];
  await page.context().addCookies([{ name, value, url: here.url }]);
  return page;
}

/** How many rows stand wholly on the screen as the page opens. */
const wholeRows = `[...document.querySelectorAll('tbody tr')].filter((row) => {
  const { top, bottom } = row.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}).length`;

test.each([
  ['fifteen on a desk', 1280, 900, 15],
  ['six on a telephone', 390, 844, 6],
])('%s are seen before one scrolls, and nothing stands out sideways', async (_, width, height, least) => {
  const page = await opened(width, height, false);
  await page.goto(`${here.url}/waiting-list`);
  expect(await page.evaluate(wholeRows)).toBeGreaterThanOrEqual(least);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  const lines = await page.evaluate<string[]>(
    `[...document.querySelectorAll('tbody tr')].filter((row) => row.offsetHeight > ${width > 800 ? 60 : 96}).map((row) => row.id)`,
  );
  expect(lines).toEqual([]);
  expect(await axe(await withScript(page, width, height))).toEqual([]);
});

async function withScript(page: Page, width: number, height: number): Promise<Page> {
  const other = await opened(width, height);
  await other.goto(page.url());
  return other;
}

test('filters and menu are folded on a telephone and open at a desk, without script', async () => {
  const small = await opened(390, 844, false);
  await small.goto(`${here.url}/waiting-list`);
  const box = small.getByRole('checkbox', { name: /^Autism assessment/ });
  expect([
    await box.isVisible(),
    await small.getByRole('link', { name: 'Priority', exact: true }).isVisible(),
  ]).toEqual([false, false]);
  await small.locator('summary:text-is("Filters")').press('Enter');
  await small.locator('summary', { hasText: 'Menu' }).press('Enter');
  expect([
    await box.isVisible(),
    await small.getByRole('link', { name: 'Priority', exact: true }).isVisible(),
  ]).toEqual([true, true]);
  const large = await opened(1280, 900, false);
  await large.goto(`${here.url}/waiting-list`);
  expect(await large.getByRole('checkbox', { name: /^Autism assessment/ }).isVisible()).toBe(true);
});

test('one line says the clock that decides, and the others unfold from it by the keyboard', async () => {
  const page = await opened(1280, 900, false);
  await page.goto(`${here.url}/waiting-list?order=since`);
  const row = page.locator(`tr[id="${nthReference(5)}"]`);
  expect(await row.locator('svg').count()).toBe(1);
  expect(await row.innerText()).not.toContain('Local 18 weeks');
  await row.locator('summary', { hasText: /more/ }).press('Enter');
  expect(await row.innerText()).toContain('Local 18 weeks: 28 of 126 days, due');
});

test('only a bar of what is due within 14 days or over is coloured', async () => {
  const page = await opened(1280, 900);
  await page.goto(`${here.url}/waiting-list`);
  const bars = await page.evaluate<
    [string, number, number][]
  >(`[...document.querySelectorAll('tbody svg')].map((bar) => {
    const [days, limit] = bar.previousElementSibling.textContent.replaceAll(',', '').match(/\\d+/g).map(Number);
    return [bar.querySelectorAll('rect')[1].getAttribute('class'), days, limit];
  })`);
  expect(bars.length).toBeGreaterThan(15);
  for (const [tone, days, limit] of bars)
    expect([days, limit, tone]).toEqual([
      days,
      limit,
      `wm-bar__${days > limit ? 'over' : limit - days <= 14 ? 'soon' : 'calm'}`,
    ]);
  expect(new Set(bars.map(([tone]) => tone)).size).toBeGreaterThan(1);
});

test('from a child’s page one comes back to the list as it was filtered, ordered, paged and scrolled', async () => {
  const page = await opened(1280, 900, false);
  await page.goto(`${here.url}/waiting-list?order=since&limit=12`);
  await page.getByRole('link', { name: 'Next page' }).click();
  const list = page.url();
  const row = page.locator('tbody tr').nth(9);
  const id = await row.getAttribute('id');
  await row.getByRole('link').click();
  await page.waitForURL(/\/pw_/);
  const trail = page.getByRole('navigation', { name: 'Where you are' });
  await trail.getByRole('link', { name: 'Waiting list' }).click();
  expect(page.url()).toBe(`${list}#${id ?? ''}`);
  expect(page.url()).not.toMatch(/Demo|Candle/);
  const box = await page.locator(`tr[id="${id ?? ''}"]`).boundingBox();
  expect(box && box.y > 0 && box.y < 900).toBe(true);
});

test('the waits and the children are counted apart, and agree wherever they stand', async () => {
  const { text } = await here.page('/waiting-list');
  expect(text).toContain(`<strong>${size} waits</strong> of <strong>${size - 1} children</strong>`);
  expect(text).toContain(
    `${size} waits of ${size - 1} children<span class="wm-quiet">, due first, as of 14:32`,
  );
  expect(text).toContain(`Download ${size} waits`);
});
