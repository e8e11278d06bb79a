import { join } from 'node:path';
import { axe, withBrowser } from '@waymark/testkit';
import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../testing/tracker.ts';

const clock = fakeClock('2026-11-21T09:00:00Z');
const pictures = process.env['WAYMARK_PICTURES'];
const open = withBrowser();
let here: Tracker;
let paths: Record<string, string>;

beforeAll(async () => {
  here = await tracker({ clock });
  const refer = async (n: number, change: object, name: string) => {
    here.names.of[nth('per', n)] = { given: name, family: `Demo-Child${n}` };
    const ids = { referralId: nth('ref', n), personId: nth('per', n), reference: nthReference(n) };
    return here.refer(referral({ ...ids, dateOfBirth: '2015-06-30', ...change }));
  };
  const stated = (...ids: string[]) => ids.map((id) => ({ id, source: 'referrer' }));
  await refer(
    1,
    { receivedOn: '2023-01-12', circumstances: stated('looked-after', 'exclusion-risk') },
    'Ash',
  );
  await refer(2, { service: 'adhd-assessment', receivedOn: '2026-08-20' }, 'Birch');
  const seen = await refer(3, { service: 'camhs-community', receivedOn: '2026-10-30' }, 'Clover');
  const risk = await refer(4, { receivedOn: '2026-11-16', circumstances: stated('serious-risk') }, 'Dale');
  const sooner = await refer(
    5,
    { receivedOn: '2024-02-01', circumstances: stated('low-communication') },
    'Elm',
  );
  await here.command(`/${seen}/record/contact`, { on: '2026-11-06', attendance: '5', mechanism: '01' });
  await here.command(`/${seen}/record/contact`, { on: '2026-11-09', attendance: '3', mechanism: '01' });
  const wrong = await here.command(`/${seen}/record/outcome-measure`, { on: '2026-11-08', tool: 'RCADS' });
  await here.command(`/${seen}/record/outcome-measure`, { on: '2026-11-06', tool: 'RCADS' });
  const factId = String(wrong.body['factId']);
  paths = {
    list: '/waiting-list',
    narrow: '/waiting-list?clock=no-limit&age=5-10&columns=team&columns=stage&columns=clocks',
    validate: '/waiting-list/validate?order=validated',
    saved: '/waiting-list/saved?filter=clock%3Dbreached',
    pathway: `/${seen}`,
    risk: `/${risk}`,
    contact: `/${seen}/record/contact`,
    closure: `/${seen}/record/closure`,
    withdraw: `/${seen}/facts/${factId}/withdraw`,
    decide: `/${sooner}/priority`,
    reviews: '/priority',
    act: `/${risk}/same-day-risk`,
  };
  const fresh = await here.api(`/${sooner}`);
  await here.command(
    `/${sooner}/priority`,
    { reasonCode: 'getting-worse', expiresOn: '2027-05-01' },
    { 'if-match': fresh.headers.get('etag') ?? '' },
  );
  const second = await here.command(`/${seen}/record/care-plan`, { on: '2026-11-20' });
  await here.command(`/${seen}/facts/${String(second.body['factId'])}/withdraw`, {
    reason: 'did-not-happen',
  });
  await here.command('/waiting-list/saved', { name: 'Past a limit', filter: 'clock=breached' });
  await until(async () => (await here.api('/waiting-list')).body['shown'] === 5);
});
afterAll(() => here.close());

test.each([
  ['wide', 1280],
  ['of a telephone', 390],
])('every page is in order for everyone, without script, %s', async (_, width) => {
  const page = await open({ viewport: { width, height: 900 }, javaScriptEnabled: false });
  const [name, value] = (await here.identity.cookieFor('clinician')).split('=', 2) as [string, string];
  await page.context().addCookies([{ name, value, url: here.url }]);
  for (const [title, path] of Object.entries(paths)) {
    const answer = await page.goto(here.url + path);
    expect([title, answer?.status()]).toEqual([title, 200]);
    if (pictures) await page.screenshot({ path: join(pictures, `${title}-${width}.png`), fullPage: true });
    expect([title, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([title, width]);
  }
});

test('axe finds nothing on a page with much on it', async () => {
  const page = await open({ viewport: { width: 1280, height: 900 } });
  const [name, value] = (await here.identity.cookieFor('clinician')).split('=', 2) as [string, string];
  await page.context().addCookies([{ name, value, url: here.url }]);
  for (const title of ['list', 'narrow', 'validate', 'saved', 'pathway', 'risk']) {
    await page.goto(here.url + String(paths[title]));
    expect([title, await axe(page)]).toEqual([title, []]);
  }
}, 180_000);
