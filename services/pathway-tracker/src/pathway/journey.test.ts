import { withBrowser, type OpenPage } from '@waymark/testkit/browser';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../testing/tracker.ts';

const open = withBrowser();
let here: Tracker;
let page: Awaited<ReturnType<OpenPage>>;
const ids = { referralId: nth('ref', 1), personId: nth('per', 1), reference: nthReference(1) };
const about = { service: 'camhs-community', primaryReason: '05', otherReasons: [], circumstances: [] };

beforeAll(async () => {
  here = await tracker({ clock: fakeClock('2026-11-21T09:00:00Z') });
  await here.refer(
    referral({ ...ids, ...about, receivedOn: '2026-01-12', dateOfBirth: '2015-06-30', priority: '3' }),
  );
  page = await open({ javaScriptEnabled: false });
  const [name, value] = (await here.identity.cookieFor('clinician')).split('=', 2) as [string, string];
  await page.context().addCookies([{ name, value, url: here.url }]);
}, 60_000);
afterAll(() => here.close());

const pathway = `/${nth('pw', 1)}`;

async function fill(on: string, more: Record<string, string>): Promise<void> {
  const [year = '', month = '', day = ''] = on.split('-');
  await page.fill('[name=on-day]', day);
  await page.fill('[name=on-month]', month);
  await page.fill('[name=on-year]', year);
  for (const [field, value] of Object.entries(more)) {
    const radio = page.locator(`[name=${field}][type=radio][value="${value}"]`);
    if ((await radio.count()) > 0) await radio.check();
    else await page.selectOption(`[name=${field}]`, value);
  }
}

/** Goes on to what the change will do, reads it, and saves it. */
async function savedAfterReading(submit: string): Promise<string> {
  await page.click('main form button:text-is("Continue")');
  const says = await page.innerText('section[aria-labelledby=effects]');
  expect(says).toContain('Nothing is saved yet');
  await page.click(`main form button:text-is("${submit}")`);
  expect(new URL(page.url()).pathname).toBe(`/pathways${pathway}`);
  return says;
}

async function record(kind: string, on: string, more: Record<string, string> = {}): Promise<string> {
  await page.goto(`${here.url}${pathway}/record/${kind}`);
  await fill(on, more);
  return savedAfterReading('Record');
}

async function correct(was: string, on: string): Promise<string> {
  await page.goto(here.url + pathway);
  await page
    .locator('.wm-timeline li', { hasText: was })
    .getByRole('link', { name: 'Correct or withdraw' })
    .click();
  await fill(on, { correctedBecause: 'typed-wrongly' });
  return savedAfterReading('Correct');
}

/** What stands on the card of a clock, with its evidence. */
async function card(title: string): Promise<string> {
  await page.goto(here.url + pathway);
  const text = await page.locator('.wm-card--clock', { hasText: title }).textContent();
  return (text ?? '').replace(/\s+/g, ' ');
}

const fourWeeks = 'four weeks';
const eighteenWeeks = 'Local 18 weeks';
const seen = { attendance: '5', mechanism: '01' };

test('a messy year is recorded out of order, put right twice, and each step says what it does before it is saved', async () => {
  // The latest thing first: as if the child had never come, which deletes the wait of the 18 weeks.
  const missed = await record('contact', '2026-11-09', { ...seen, attendance: '3' });
  expect(missed).toContain('Is deleted: the child was not brought to the first appointment');
  expect(await card(eighteenWeeks)).toContain('It counts nowhere');

  // It was not the first appointment after all.
  const first = await record('contact', '2026-03-20', seen);
  expect(first).toContain('246 days ago');
  expect(first).toContain('Runs again, as if it had never stopped');
  expect(first).toContain('Still needed: a first outcome measure');

  expect(await record('outcome-measure', '2026-02-10', { tool: 'RCADS' })).toContain(
    'Still needed: an agreed',
  );
  expect(await record('care-plan', '2026-06-01')).toContain(
    'Stops on 1 June 2026 at 140 days, 112 days past the limit',
  );
  expect(await record('contact', '2026-01-30', seen)).toContain('No clock changes');

  // The plan was agreed in February, and the measure was filled in four days earlier than noted.
  expect(await correct('Care plan agreed', '2026-02-05')).toContain(
    'Stopped on 10 February 2026 rather than on 1 June 2026: 29 days, 1 day past the limit',
  );
  expect(await correct('Outcome measure', '2026-02-06')).toContain(
    'Stopped on 6 February 2026 rather than on 10 February 2026: 25 days, within the limit',
  );
  expect(await record('treatment', '2026-05-18')).toContain(
    'Stops on 18 May 2026 at 126 days, within the limit',
  );

  const months = await card(fourWeeks);
  expect(months).toContain('Stopped at 25 days (in time)');
  // In an order that reads as an argument: from when it counts, what came when, and what followed.
  const argument = ['12 January 2026', '30 January 2026', '6 February 2026', '5 February 2026'];
  const places = argument.map((day) => months.indexOf(day));
  expect(places.every((place) => place >= (places[0] ?? 0) && place >= 0)).toBe(true);
  expect(months.indexOf('the clock stopped on the latest of the three')).toBeGreaterThan(Math.max(...places));
  expect(await card(eighteenWeeks)).toContain('Stopped at 126 days (in time)');

  const timeline = await page.innerText('.wm-timeline');
  expect(timeline).toContain('recorded on 21 November 2026 by a clinician');
  expect(await page.locator('.wm-timeline del').allTextContents()).toEqual([
    'was: 1 June 2026: Care plan agreed with the child and family.',
    expect.stringMatching(/^was: 10 February 2026: Outcome measure completed/) as string,
  ]);
  expect(timeline).toContain('corrected on 21 November 2026 by a clinician: it was typed wrongly');
  expect(timeline.replaceAll(/\s+/g, ' ')).toContain(
    'now: 5 February 2026: Care plan agreed with the child and family.',
  );
  await until(async () => {
    const { body } = await here.api('/waiting-list?list=stopped');
    return body['shown'] === 1;
  });
});

test('what cannot be is refused at the form, with the reason, and nothing of it is kept', async () => {
  const before = (await here.api(pathway)).body['facts'];
  for (const [kind, on, more, says] of [
    ['contact', '2026-01-11', seen, 'must not be before the referral was received, 12 January 2026'],
    ['contact', '2026-11-22', seen, 'must be today or earlier'],
    ['care-plan', '2026-02-05', {}, 'Exactly this is recorded already'],
  ] as const) {
    await page.goto(`${here.url}${pathway}/record/${kind}`);
    await fill(on, more);
    await page.click('main form button:text-is("Continue")');
    expect(await page.innerText('.nhsuk-error-summary')).toContain(says);
  }
  await page.goto(`${here.url}${pathway}/record/contact`);
  await fill('2026-03-29', seen);
  await page.fill('[name=time]', '01:30');
  await page.click('main form button:text-is("Continue")');
  expect(await page.innerText('.nhsuk-error-summary')).toContain('that time does not exist');
  expect((await here.api(pathway)).body['facts']).toEqual(before);
});
