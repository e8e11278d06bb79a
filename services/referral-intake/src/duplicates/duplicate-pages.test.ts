import { nthTestNhsNumber } from '@waymark/care-types';
import { faultsAtBothWidths, picture, telephone, wide, withBrowser } from '@waymark/testkit';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../testing/intake.ts';

const openPage = withBrowser();
let app: Intake;
let pairId: string;

beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

async function logged(): Promise<void> {
  const child = {
    givenName: 'Bartholomew',
    familyName: 'Demo-Hamsterley',
    dateOfBirth: '2014-05-04',
    postcode: 'DH1 1AB',
    school: '114312',
  };
  const log = (who: object, receivedOn: string) =>
    app.post('/api/referrals', {
      ...{ source: 'C2', organisation: '114312', service: 'autism-assessment', primaryReason: '25' },
      ...{ receivedOn, child: { ...child, ...who } },
    });
  await log({ nhsNumber: nthTestNhsNumber(51), address: '1 Synthetic Street' }, '2026-04-01');
  await log({ givenName: 'Bartholemew', postcode: 'DH1 3HP', phone: '0191 498 0001' }, '2026-03-02');
  pairId = await until(async () => {
    const { body } = await app.get('/api/duplicates');
    return (body['pairs'] as { pairId: string }[])[0]?.pairId;
  });
}

async function open(viewport = wide, javaScriptEnabled = true) {
  const page = await openPage({ viewport, javaScriptEnabled });
  const [name = '', value = ''] = (await app.identity.cookieFor('clinician')).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
  return page;
}

type Page = Awaited<ReturnType<typeof open>>;

async function inOrder(page: Page, name: string): Promise<void> {
  expect(await faultsAtBothWidths(page, name)).toEqual([]);
}

test('the list says so where there is nothing to decide', async () => {
  const page = await open();
  await page.goto(`${app.url()}/duplicates`);
  expect(await page.getByText('Nothing to decide').count()).toBe(1);
  await inOrder(page, 'duplicates-empty');
});

describe('with something to decide', () => {
  beforeAll(logged);

  test.each([
    ['duplicates', () => '/duplicates'],
    ['duplicates-weights', () => '/duplicates/weights'],
    ['duplicate', () => `/duplicates/${pairId}`],
    ['duplicate-same-child', () => `/duplicates/${pairId}/same-child`],
    ['duplicate-same-referral', () => `/duplicates/${pairId}/same-referral`],
    ['duplicate-two-children', () => `/duplicates/${pairId}/not-the-same`],
    ['duplicate-nothing-to-undo', () => `/duplicates/${pairId}/undo`],
  ] satisfies [string, () => string][])('the page "%s" is in order for everyone', async (name, path) => {
    const page = await open();
    expect((await page.goto(`${app.url()}${path()}`))?.status()).toBe(200);
    await inOrder(page, name);
  });

  test('two records are compared, put together and taken apart by keyboard on a telephone without script', async () => {
    const page = await open(telephone, false);
    const { keyboard } = page;
    const follow = async (name: string) => {
      await page.getByRole('link', { name }).first().focus();
      await keyboard.press('Enter');
    };
    const send = async (name: string) => {
      await page.getByRole('button', { name }).focus();
      await keyboard.press('Enter');
    };
    await page.goto(`${app.url()}/triage`);
    await follow('Records that may be of one child');
    await page.waitForURL(/\/duplicates$/);
    await follow('Bartholomew Demo-Hamsterley');
    await page.waitForURL(/\/duplicates\/dup_/);
    expect(await page.getByText('Differs').count()).toBeGreaterThan(0);
    await follow('They are the same child');
    await page.waitForURL(/same-child$/);
    await send('Put the two records together');
    await page.getByRole('alert').getByText('Why you decide so is needed').waitFor();
    await page.getByLabel('Why').focus();
    await keyboard.type('Synthetic: the school spelt it otherwise.');
    await send('Put the two records together');
    await page.getByText('Choose the referral that goes on').waitFor();
    expect(await page.getByLabel('Why').inputValue()).toBe('Synthetic: the school spelt it otherwise.');
    await page.getByLabel('received on 2 March 2026').focus();
    await keyboard.press('Space');
    await send('Put the two records together');
    await page.waitForURL(/\/duplicates\/dup_[^/]+$/);
    await page.getByText('The same child', { exact: true }).waitFor();
    expect(await page.getByText(/\. Duplicate\.$/).count()).toBe(1);
    await picture(page, 'duplicate-decided-390');
    await follow('Undo this decision');
    await page.waitForURL(/undo$/);
    await page.getByLabel('Why').focus();
    await keyboard.type('Synthetic: they are cousins.');
    await send('Undo it');
    await page.waitForURL(/\/duplicates\/dup_[^/]+$/);
    await page.getByText('Waits for a decision', { exact: true }).waitFor();
    expect(await page.getByText(/\. Duplicate\.$/).count()).toBe(0);
    expect(await page.getByText('they are cousins').count()).toBe(1);
  });
});
