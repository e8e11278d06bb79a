import { faultsAtBothWidths, wide, withBrowser } from '@waymark/testkit';
import { until } from '@waymark/testkit/until';
import { intake, type Intake } from '../testing/intake.ts';

const openPage = withBrowser();
let app: Intake;
beforeAll(async () => {
  app = await intake();
});
afterAll(() => app.close());

async function waiting(lines: readonly string[]): Promise<string> {
  const { body } = await app.sendFile(lines.join('\n'), { attended: true });
  const id = String(body['id']);
  await until(async () => {
    const { body } = await app.get(`/api/imports/${id}`, 'operator');
    return body['state'] === 'reading' ? undefined : true;
  });
  return id;
}

async function open() {
  const page = await openPage({ viewport: wide });
  const [name = '', value = ''] = (await app.identity.cookieFor('operator')).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: app.url() }]);
  return page;
}

test('the page that asks for the order of day and month is in order for everyone, asked, unanswered and answered', async () => {
  const id = await waiting([
    'source_system_id,given_name,family_name,date_of_birth,service,received_date',
    'OD-1,Acorn,Demo-Order-One,04/05/2016,autism-assessment,2025-03-02',
    'OD-2,Birch,Demo-Order-Two,06/07/2016,autism-assessment,2025-03-02',
  ]);
  const page = await open();
  await page.goto(`${app.url()}/imports/${id}`);
  expect(await faultsAtBothWidths(page, 'waits-for-dates')).toEqual([]);
  await page.goto(`${app.url()}/imports/${id}/dates`);
  expect(await page.innerText('h1')).toBe('Say how the dates are written');
  expect(await faultsAtBothWidths(page, 'dates')).toEqual([]);
  await page.getByRole('button', { name: 'Read the file' }).press('Enter');
  await page.getByRole('alert').waitFor();
  expect(await faultsAtBothWidths(page, 'dates-unanswered')).toEqual([]);
  await page.getByLabel('The month: 04/05/2016 is 5 April 2016').press('Space');
  await page.getByRole('button', { name: 'Read the file' }).press('Enter');
  await page.waitForURL(/\/imports\/imp_[^/]+$/);
  await page.goto(`${app.url()}/imports/${id}/dates`);
  expect(await page.innerText('main')).toContain('does not wait for the order of its dates');
  expect(await faultsAtBothWidths(page, 'dates-answered')).toEqual([]);
}, 120_000);

test('the page that asks what values stand for is in order for everyone, asked and answered', async () => {
  const id = await waiting([
    'Number;Called;Surname;Birthday;Came in;Team wanted;Carer?',
    'VP-1;Acorn;Demo-Value-One;14/05/2016;23/03/2025;The blue team;maybe',
    'VP-2;Birch;Demo-Value-Two;14/05/2016;23/03/2025;autism;yes',
  ]);
  const headings = {
    ...{
      Number: 'source_system_id',
      Called: 'given_name',
      Surname: 'family_name',
      Birthday: 'date_of_birth',
    },
    ...{ 'Came in': 'received_date', 'Team wanted': 'service', 'Carer?': 'circumstance:young-carer' },
  };
  const matched = await app.post(`/api/imports/${id}/headings`, { headings }, { who: 'operator' });
  expect(matched.body).toMatchObject({ state: 'values' });
  const page = await open();
  await page.goto(`${app.url()}/imports/${id}`);
  expect(await faultsAtBothWidths(page, 'waits-for-values')).toEqual([]);
  await page.goto(`${app.url()}/imports/${id}/values`);
  expect(await page.innerText('h1')).toBe('Match the values');
  expect(await faultsAtBothWidths(page, 'values')).toEqual([]);
  await page.getByLabel('The blue team').selectOption('camhs-community');
  await page.getByRole('button', { name: 'Read the file' }).press('Enter');
  await page.waitForURL(/\/imports\/imp_[^/]+$/);
  await page.goto(`${app.url()}/imports/${id}/values`);
  expect(await page.innerText('main')).toContain('does not wait for its values');
  expect(await faultsAtBothWidths(page, 'values-answered')).toEqual([]);
}, 120_000);
