import { nthTestNhsNumber } from '@waymark/care-types';
import { faultsNow, picture, telephone, withBrowser } from '@waymark/testkit';
import { intake, type Intake } from '../../testing/intake.ts';

const openPage = withBrowser();
let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

const names = 'Ref;NHS no.;Forename;Surname;DOB;Sex;Ethnicity;Date received;Referred by;Urgency;Why';
const line = (n: number) =>
  `R${n};${String(nthTestNhsNumber(n))};Zoë;Demo-Row-${n};14/05/2016;Female;White: British;23/03/2025;GP;Routine;Autism`;
const spreadsheet = (...rows: string[]) => ({
  name: 'synthetic.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([names, ...rows].join('\r\n')),
});

async function open(javaScriptEnabled: boolean) {
  const page = await openPage({ viewport: telephone, javaScriptEnabled });
  const [name = '', value = ''] = (await app.identity.cookieFor('operator')).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
  return page;
}

test('a spreadsheet is sent, its headings are matched once, and the next one is read at once, without script', async () => {
  const [page, seeing] = [await open(false), await open(true)];
  const title = () => page.getByRole('heading', { level: 1 }).textContent();
  /** The page as it is shown now, looked at for what would keep people out. */
  const inOrder = async (name: string) => {
    await seeing.goto(page.url());
    await picture(page, `headings-${name}-390`);
    expect(await faultsNow(seeing)).toEqual([]);
  };
  const send = async (...rows: string[]) => {
    await page.goto(`${app.url()}/import`);
    await page.getByLabel('File of referrals').setInputFiles(spreadsheet(...rows));
    await page.getByRole('button', { name: 'Import the file' }).press('Enter');
    await page.waitForURL(/\/imports\/imp_/);
    // The page renews itself until there is something to tell.
    await page.getByText('This page renews itself').waitFor({ state: 'detached', timeout: 60_000 });
  };

  await page.goto(`${app.url()}/import`);
  expect(await page.getByText('Nothing has been imported yet').count()).toBe(1);
  await page.getByRole('button', { name: 'Import the file' }).press('Enter');
  expect(await page.getByRole('alert').textContent()).toContain('Choose a file');

  await send(line(1), line(2).replace('14/05/2016', '31/02/2016'));
  expect(await title()).toBe('The headings of the file are not known');
  await inOrder('wait');
  await page.getByRole('link', { name: 'Match the headings' }).press('Enter');
  await page.waitForURL(/\/headings$/);
  await inOrder('match');
  expect(await page.getByLabel('DOB', { exact: true }).inputValue()).toBe('date_of_birth');
  expect(await page.getByText('For example: 14/05/2016').count()).toBe(1);
  await page.getByLabel('Ref', { exact: true }).selectOption('');
  await page.getByLabel('Main reason, the same for every row').selectOption('25');
  await page.getByRole('button', { name: 'Read the file' }).press('Enter');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain(
    'Choose the heading for “Id of the referral where it comes from”',
  );
  expect(await page.getByLabel('Main reason, the same for every row').inputValue()).toBe('25');
  await page.getByLabel('Ref', { exact: true }).selectOption('source_system_id');
  await page.getByLabel('Why', { exact: true }).selectOption('primary_reason');
  await page.getByLabel('Service asked for, the same for every row').selectOption('autism-assessment');
  await page.getByLabel('Provider (ODS code), the same for every row').selectOption('RX3');
  await page.getByRole('button', { name: 'Read the file' }).press('Enter');
  await page.waitForURL(/\/imports\/imp_[^/]+$/);
  await page.getByText('The file has been read').waitFor({ timeout: 60_000 });
  expect(await page.getByText('1 referral was added, 1 row was rejected.').count()).toBe(1);
  await inOrder('done');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Get what became of every row' }).click();
  const summary = await (await download).createReadStream();
  let text = '';
  for await (const part of summary) text += String(part);
  expect(text).toMatch(/2,New,WM-.*\r\n3,Rejected,,DOB,"Enter a real date/);

  await send(line(1), line(2));
  expect(await title()).toBe('The file has been read');
  expect(await page.getByText('1 referral was added, 1 was unchanged.').count()).toBe(1);
  await page.goto(`${app.url()}/import`);
  expect(await page.getByRole('row').count()).toBe(3);
  await inOrder('list');
}, 180_000);
