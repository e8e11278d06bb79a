import { nthTestNhsNumber } from '@waymark/care-types';
import { faultsAtBothWidths, telephone, wide, withBrowser } from '@waymark/testkit';
import { intake, type Intake } from '../testing/intake.ts';

const openPage = withBrowser();
let app: Intake;
let known: string;
let hidden: string;
let bare: string;

type Who = 'clinician' | 'triage';

async function logged(n: number, more: object = {}): Promise<string> {
  const made = await app.post('/api/referrals', {
    source: 'C2',
    organisation: '114312',
    child: {
      givenName: 'Acorn',
      familyName: `Demo-Child-${n}`,
      dateOfBirth: '2011-05-04',
      nhsNumber: nthTestNhsNumber(n),
      address: '1 Synthetic Street',
      postcode: 'DH1 1AB',
      school: '114312',
      ...more,
    },
    service: 'camhs-community',
    primaryReason: '25',
    receivedOn: '2026-03-02',
  });
  const { body } = await app.get(`/api/referrals/${String(made.body['referralId'])}`);
  return String(body['personId']);
}

async function step(personId: string, path: string, body: object) {
  const etag = (await app.get(`/api/people/${personId}`)).headers.get('etag') ?? '';
  const done = await app.post(`/api/people/${personId}${path}`, body, { headers: { 'if-match': etag } });
  expect(done.status).toBe(200);
}

beforeAll(async () => {
  app = await intake();
  const aunt = { name: 'Synthetic Aunt', relation: 'other', phone: '01632 960 777', mayBeTold: true };
  const more = { preferredName: 'Corn', mainLanguage: 'pl', interpreterNeeded: true, contacts: [aunt] };
  [known, hidden, bare] = [
    await logged(1, more),
    await logged(2, { ...more, addressHidden: true }),
    await logged(3),
  ];
  await step(known, '/gillick', { decides: true, on: '2026-03-05', note: 'Synthetic: explained it back.' });
  await step(known, '/contacts', { name: 'Synthetic Social Worker', relation: 'social-worker' });
});
afterAll(() => app.close());

const pages: Record<string, { path: () => string; who: Who }> = {
  child: { path: () => known, who: 'clinician' },
  'child-bare': { path: () => bare, who: 'clinician' },
  'child-hidden': { path: () => hidden, who: 'clinician' },
  'child-hidden-seen': { path: () => hidden, who: 'triage' },
  'correct-person': { path: () => `${known}/correct`, who: 'clinician' },
  'correct-hidden': { path: () => `${hidden}/correct`, who: 'clinician' },
  'hide-address': { path: () => `${known}/hide-address`, who: 'clinician' },
  'hidden-already': { path: () => `${hidden}/hide-address`, who: 'clinician' },
  'show-address': { path: () => `${hidden}/show-address`, who: 'triage' },
  gillick: { path: () => `${known}/gillick`, who: 'clinician' },
  'add-contact': { path: () => `${known}/contacts`, who: 'clinician' },
  'change-contact': { path: () => `${known}/contacts/1`, who: 'clinician' },
  'remove-contact': { path: () => `${known}/contacts/1/remove`, who: 'clinician' },
};

async function open(who: Who, viewport = wide, javaScriptEnabled = true) {
  const page = await openPage({ viewport, javaScriptEnabled });
  const [name = '', value = ''] = (await app.identity.cookieFor(who)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
  return page;
}

test.each(Object.entries(pages))('the page "%s" is in order for everyone', async (name, { path, who }) => {
  const page = await open(who);
  expect((await page.goto(`${app.url()}/people/${path()}`))?.status()).toBe(200);
  expect(await faultsAtBothWidths(page, name)).toEqual([]);
});

test('a child is corrected and hidden by keyboard alone, without script', async () => {
  const page = await open('clinician', telephone, false);
  const { keyboard } = page;
  const child = `${app.url()}/people/${bare}`;
  await page.goto(child);
  await page.getByRole('link', { name: 'Correct the details' }).focus();
  await keyboard.press('Enter');
  await page.waitForURL(/correct$/);
  await page.getByLabel('Given name').focus();
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('Beech');
  await keyboard.press('Enter');
  expect(await page.getByRole('alert').textContent()).toContain('Reason for the correction');
  expect(await page.getByLabel('Given name').inputValue()).toBe('Beech');
  await page.getByLabel('It was typed wrongly').focus();
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await page.waitForURL(child);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Beech');
  expect(await page.getByText('Changed: Given name').count()).toBe(1);

  await page.getByRole('link', { name: 'Hide where the child is' }).focus();
  await keyboard.press('Enter');
  await page.waitForURL(/hide-address$/);
  await page.getByLabel('Why it must be hidden').focus();
  await keyboard.type('Synthetic: must not be found.');
  await page.getByRole('button', { name: 'Hide it now' }).focus();
  await keyboard.press('Enter');
  await page.waitForURL(child);
  expect(await page.getByText('Synthetic Street').count()).toBe(0);
});
