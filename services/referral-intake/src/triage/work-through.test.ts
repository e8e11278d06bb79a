import { addDays, nthTestNhsNumber, systemClock, todayInLondon } from '@waymark/care-types';
import { faultsAtBothWidths, withBrowser } from '@waymark/testkit';
import { intake, type Intake } from '../testing/intake.ts';

const openPage = withBrowser();
type Page = Awaited<ReturnType<typeof openPage>>;
let app: Intake;
beforeEach(async () => {
  app = await intake();
});
afterEach(() => app.close());

const today = todayInLondon(systemClock);
let child = 700;

/** A referral that was received so many days ago. */
async function logged(name: string, days: number, more: object = {}): Promise<string> {
  child += 1;
  const answer = await app.post('/api/referrals', {
    source: 'C2',
    organisation: '114312',
    child: {
      givenName: name,
      familyName: 'Demo-Triage',
      dateOfBirth: '2016-05-04',
      nhsNumber: nthTestNhsNumber(child),
    },
    service: 'autism-assessment',
    primaryReason: '25',
    receivedOn: addDays(today, -days),
    ...more,
  });
  expect(answer.status).toBe(201);
  return String(answer.body['referralId']);
}

async function signedIn(): Promise<Page> {
  const page = await openPage();
  const [name = '', value = ''] = (await app.identity.cookieFor('triage')).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
  return page;
}

const banner = '.nhsuk-notification-banner';
const told = async (page: Page) => (await page.locator(banner).innerText()).replace(/\s+/g, ' ');

/** Waits for the page that the press leads to. */
async function click(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.click(selector)]);
}

async function accept(page: Page, team: string): Promise<void> {
  await click(page, 'text="Accept referral"');
  await page.check(`input[name=team][value=${team}]`);
  await click(page, 'button:has-text("Accept referral")');
}

test('three referrals are triaged in the order of the list, within its filter, without going back to it', async () => {
  await logged('Acorn', 20);
  await logged('Bramble', 10);
  await logged('Clover', 5, { circumstances: ['serious-risk'] });
  await logged('Dandelion', 30, { service: 'adhd-assessment', primaryReason: '24' });
  const page = await signedIn();
  const faults: string[] = [];
  await page.goto(`${app.url()}/triage?service=autism-assessment`);
  await click(page, 'table a:has-text("Clover")');
  await click(page, 'text="Accept referral"');
  faults.push(...(await faultsAtBothWidths(page, 'accept')));
  await page.check('input[name=team][value=C01]');
  await click(page, 'button:has-text("Accept referral")');
  expect(await told(page)).toMatch(/Accepted to Autism team\. Next in triage: Acorn Demo-Triage, 10, \w/);
  faults.push(...(await faultsAtBothWidths(page, 'accepted')));

  await click(page, `${banner} a`);
  expect(await page.locator('h1').innerText()).toContain('Acorn');
  await click(page, 'text="Return for information"');
  await page.check('text="What the child and the family say"');
  await click(page, 'button:has-text("Return referral for information")');
  expect(await told(page)).toMatch(/Returned for information\. .+ Next in triage: Bramble/);

  await click(page, `${banner} a`);
  await click(page, 'text="Decline referral"');
  await page.check('text="Another service would fit better"');
  await page.check('text="The GP"');
  await page.fill('[name=note]', 'Synthetic note.');
  await click(page, 'button:has-text("Decline referral")');
  expect(await told(page)).toContain('No more referrals fit your filter. Show all of triage (1)');

  await click(page, `${banner} a`);
  expect(await page.locator('table tbody').innerText()).toContain('Dandelion');
  await click(page, 'table a:has-text("Dandelion")');
  await accept(page, 'C04');
  expect(await told(page)).toContain('Triage is done: every referral has a decision. See priority reviews');
  await page.reload();
  expect(await page.locator(banner).count()).toBe(0);
  expect(faults).toEqual([]);
});

test('who arrives at risk comes next, and who was passed over comes back', async () => {
  await logged('Acorn', 20);
  await logged('Bramble', 10);
  await logged('Clover', 5);
  const page = await signedIn();
  await page.goto(`${app.url()}/triage`);
  await click(page, 'table a:has-text("Bramble")');
  await logged('Dandelion', 0, { circumstances: ['serious-risk'] });
  await accept(page, 'C01');
  expect(await told(page)).toContain('Next in triage, with serious risk stated: Dandelion');
  await click(page, `${banner} a`);
  await accept(page, 'C01');
  expect(await told(page)).toContain('Next in triage: Acorn');
  await click(page, `${banner} a`);
  await accept(page, 'C01');
  expect(await told(page)).toContain('Next in triage: Clover');
});

test('another team is asked about, by what does not fit, and what was typed stays', async () => {
  const id = await logged('Acorn', 3, { service: 'eating-disorder', primaryReason: '12' });
  const page = await signedIn();
  await page.goto(`${app.url()}/${id}/accept`);
  const titles = await page.locator('main legend, main summary').allInnerTexts();
  expect(titles.slice(0, 2)).toEqual(['Team', 'Teams that see this reason and age']);
  expect(titles.at(-2)).toBe('Teams that do not see this reason or age');
  await page.click('summary:has-text("do not see")');
  await page.check('input[name=team][value=C01]');
  await page.fill('[name=note]', 'Synthetic note.');
  await click(page, 'button:has-text("Accept referral")');
  expect(await page.locator('h1').innerText()).toBe('Check the team');
  const asked = await page.locator('main').innerText();
  expect(asked).toMatch(/Acorn Demo-Triage · 10/);
  expect(asked).toContain('You chose: Autism. Are you sure?');
  expect(asked).toContain('The reason of this referral is: Eating disorder.');
  expect(await faultsAtBothWidths(page, 'accept-sure')).toEqual([]);

  await click(page, 'button:has-text("Choose another team")');
  expect(await page.locator('.nhsuk-error-summary').count()).toBe(0);
  expect(await page.isChecked('input[name=team][value=C01]')).toBe(true);
  expect(await page.inputValue('[name=note]')).toBe('Synthetic note.');
  await click(page, 'button:has-text("Accept referral")');
  await click(page, 'button:has-text("Accept referral to Autism")');
  expect(await told(page)).toContain('Accepted to Autism team.');
  expect(await page.locator('main').innerText()).toContain('“Synthetic note.”');
});

test('with a keyboard alone, the next referral is two presses away, and eleven decide about it', async () => {
  await logged('Acorn', 20);
  await logged('Bramble', 10);
  const page = await signedIn();
  await page.goto(`${app.url()}/triage`);
  await click(page, 'table a:has-text("Acorn")');
  await accept(page, 'C01');
  let presses = 0;
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      presses += 1;
      await page.keyboard.press(key);
    }
  };
  const enter = () => Promise.all([page.waitForEvent('load'), press('Enter')]);
  await press('Tab');
  await enter();
  expect(await page.locator('h1').innerText()).toContain('Bramble');
  expect(presses).toBe(2);
  // Past the header, to the first link, which accepts; past the header again, to the first team that sees this.
  await press('Tab', 'Enter', 'Tab');
  await enter();
  await press('Tab', 'Enter', 'Tab', 'Space');
  await enter();
  expect(await told(page)).toContain('Accepted to Autism team.');
  expect(presses).toBeLessThanOrEqual(11);
});

test('nothing is selected beforehand, and a form without a team says what to do', async () => {
  const id = await logged('Acorn', 3);
  const page = await signedIn();
  await page.goto(`${app.url()}/${id}/accept`);
  expect(await page.locator('input[name=team]:checked').count()).toBe(0);
  await click(page, 'button:has-text("Accept referral")');
  const summary = page.locator('.nhsuk-error-summary');
  expect(await summary.innerText()).toContain('Select a team');
  await summary.locator('a').click();
  expect(await page.evaluate('document.activeElement.name')).toBe('team');
});
