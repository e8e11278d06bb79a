import { nthTestNhsNumber } from '@waymark/care-types';
import { faultsAtBothWidths, picture, telephone, wide, withBrowser } from '@waymark/testkit';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../testing/intake.ts';
import { row, rowNames } from '../testing/rows.ts';

const openPage = withBrowser();
let app: Intake;
let referralId: string;
let importId: string;
let draft: string;

beforeAll(async () => {
  app = await intake();
  const logged = await app.post('/api/referrals', {
    source: 'C2',
    organisation: '114312',
    child: {
      givenName: 'Acorn',
      familyName: 'Demo-Hamsterley',
      dateOfBirth: '2016-05-04',
      nhsNumber: nthTestNhsNumber(1),
      address: '1 Synthetic Street',
      postcode: 'DH1 1AB',
      school: '114312',
    },
    service: 'autism-assessment',
    primaryReason: '25',
    otherReasons: ['24'],
    receivedOn: '2026-03-02',
    circumstances: ['serious-risk', 'exclusion-risk@2026-02-10'],
    needs: { sleep: { home: 3, school: 1 }, change: { school: 2 } },
    notes: 'Synthetic words of a referrer.\nA second line.',
  });
  referralId = String(logged.body['referralId']);
  const begun = await app.post('/api/drafts', { source: 'C2', organisation: '114312' });
  draft = `/drafts/${String(begun.body['draftId'])}`;
  await app.post(`/api${draft}/circumstances`, { circumstances: ['serious-risk', 'exclusion-risk'] });
  const sent = await app.sendFile(
    [rowNames, ...[2, 3, 4].map((n) => row(n)), row(5, { gender: '7' })].join('\n'),
  );
  importId = String(sent.body['id']);
  await until(async () => {
    const { body } = await app.get(`/api/imports/${importId}`, 'operator');
    return body['state'] === 'done' ? true : undefined;
  });
});
afterAll(() => app.close());

const pages: Record<string, { path: () => string; who: 'clinician' | 'referrer' | 'operator' }> = {
  list: { path: () => '/', who: 'clinician' },
  'list-own': { path: () => '/', who: 'referrer' },
  'list-empty': { path: () => '/?status=withdrawn', who: 'clinician' },
  new: { path: () => '/new', who: 'clinician' },
  ...Object.fromEntries(
    ['child', 'request', 'circumstances', 'since', 'needs', 'consent', 'check', 'crisis'].map((step) => [
      `draft-${step}`,
      { path: () => `${draft}/${step}`, who: 'clinician' as const },
    ]),
  ),
  'new-own': { path: () => '/new', who: 'referrer' },
  referral: { path: () => `/${referralId}`, who: 'clinician' },
  logged: { path: () => `/${referralId}/logged`, who: 'referrer' },
  needs: { path: () => `/${referralId}/needs`, who: 'clinician' },
  organisations: { path: () => '/organisations?q=durham', who: 'referrer' },
  import: { path: () => '/import', who: 'operator' },
  imported: { path: () => `/imports/${importId}`, who: 'operator' },
};

async function open(who: 'clinician' | 'referrer' | 'operator', viewport = wide, javaScriptEnabled = true) {
  const page = await openPage({ viewport, javaScriptEnabled });
  const [name = '', value = ''] = (await app.identity.cookieFor(who)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
  return page;
}

test.each(Object.entries(pages))('the page "%s" is in order for everyone', async (name, { path, who }) => {
  const page = await open(who);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  expect((await page.goto(`${app.url()}${path()}`))?.status()).toBe(200);
  expect(await faultsAtBothWidths(page, name)).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a referral is written by keyboard alone, without script, and sent', async () => {
  const page = await open('referrer', telephone, false);
  const { keyboard } = page;
  const step = async (name: string) => {
    await keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/${name}$`));
  };
  const typed = async (label: string, value: string) => {
    await page.getByLabel(label, { exact: true }).first().focus();
    await keyboard.type(value);
  };
  const began = performance.now();
  await page.goto(`${app.url()}/new`);
  await typed('Your role (optional)', 'Teacher');
  await step('child');
  await typed('Given name', 'Bramble');
  await step('child');
  expect(await page.getByRole('alert').textContent()).toContain('There is a problem');
  expect(await page.getByLabel('Given name').inputValue()).toBe('Bramble');
  await typed('Family name', 'Demo-Ashgill');
  await typed('Day', '4');
  await typed('Month', '5');
  await typed('Year', '2015');
  await step('request');
  await page.getByLabel('Service asked for').focus();
  await keyboard.type('Autism');
  await page.getByLabel('Main reason').focus();
  await keyboard.type('Suspected autism');
  await page.getByRole('button', { name: 'Save and go on' }).focus();
  await step('plan');
  await page.getByLabel('Why there is none yet').focus();
  await keyboard.type('It is being');
  await page.getByLabel('Day').first().focus();
  await step('circumstances');
  await page.getByLabel('Self-harm, suicidal thoughts or another serious risk to the child').focus();
  await keyboard.press('Space');
  await step('crisis');
  await picture(page, 'crisis-390');
  await page.getByRole('link', { name: 'go on with the referral' }).focus();
  await step('since');
  await page.getByLabel('Year').first().focus();
  await step('needs');
  await page.getByRole('checkbox', { name: 'Sleep', exact: true }).focus();
  await keyboard.press('Space');
  await page.getByLabel('Sleep: At home').focus();
  await keyboard.type('3');
  await picture(page, 'needs-chosen-390');
  await page.getByRole('button', { name: 'Save and go on' }).focus();
  await step('consent');
  await page.getByLabel('Not asked yet').focus();
  await keyboard.press('Space');
  await step('check');
  await picture(page, 'check-390');
  await page.getByRole('button', { name: 'Send the referral' }).focus();
  await step('logged');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Referral logged');
  expect(await page.getByText('somebody may be at serious risk').count()).toBe(1);
  console.log(`Written and sent by keyboard in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
});
