import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { tracker, type Tracker } from '../../testing/tracker.ts';

let here: Tracker;
let pathwayId: string;

beforeAll(async () => {
  here = await tracker({ clock: fakeClock('2026-11-21T09:00:00Z') });
  const ids = { referralId: nth('ref', 1), personId: nth('per', 1), reference: nthReference(1) };
  pathwayId = await here.refer(referral({ ...ids, receivedOn: '2026-07-02', circumstances: [] }));
  const seen = { on: '2026-10-20', attendance: '5', mechanism: '01' };
  expect((await here.command(`/${pathwayId}/record/contact`, seen)).status).toBe(201);
});
afterAll(() => here.close());

const now = async () => (await here.api(`/${pathwayId}`)).body;

/** The row of the comparison about a clock, as it is read: before and after. */
function rowOf(html: string, title: string): string {
  const row = html.split('<tr').find((each) => each.includes(title)) ?? '';
  return row.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

test('from the pathway one comes to what if, with the child’s own facts to leave out', async () => {
  expect((await here.page(`/${pathwayId}`)).text).toContain(`/pathways/${pathwayId}/what-if"`);
  const { status, text } = await here.page(`/${pathwayId}/what-if`);
  expect(status).toBe(200);
  expect(text).toContain('20 October 2026: Face to face: seen, on time.');
  expect(text).not.toContain('Referral received');
  expect(text).toContain(`/what-if/contact">A contact</a>`);
  expect(text).not.toMatch(/JSON/);
});

test('had something else happened: each clock before and after side by side, and nothing is written', async () => {
  const before = await now();
  const typed = { 'on-day': '6', 'on-month': '8', 'on-year': '2026', attendance: '5', mechanism: '01' };
  expect((await here.page(`/${pathwayId}/what-if/contact`)).text).toContain('How it was held');
  const { status, text } = await here.submit(`/${pathwayId}/what-if/contact`, typed);
  expect(status).toBe(200);
  expect(text).toContain('If this had happened: 6 August 2026: Face to face: seen, on time.');
  const row = rowOf(text, 'Suspected autism: 13 weeks to the first contact');
  expect(row).toContain('Stopped at 110 days (19 days over)');
  expect(row).toContain('Stopped at 35 days (in time)');
  expect(text).toMatch(/value="6"/);
  expect(text).toContain('Nothing is saved.');
  expect(await now()).toEqual(before);
});

test('had one of the facts not happened: it is as if it had never been recorded, and it stays', async () => {
  const before = await now();
  const [, { factId = '' } = {}] = before['facts'] as { factId: string }[];
  const { status, text } = await here.submit(`/${pathwayId}/what-if/without`, { factId });
  expect(status).toBe(200);
  expect(text).toContain('If this had not happened: 20 October 2026');
  const row = rowOf(text, 'Suspected autism: 13 weeks to the first contact');
  expect(row).toContain('Stopped at 110 days (19 days over)');
  expect(row).toContain('Overdue by 51 days');
  expect(await now()).toEqual(before);
});

test('what could not be recorded cannot be tried either, and the form says why', async () => {
  const typed = { 'on-day': '22', 'on-month': '11', 'on-year': '2026', attendance: '5', mechanism: '01' };
  const future = await here.submit(`/${pathwayId}/what-if/contact`, typed);
  expect([future.status, future.text]).toEqual([409, expect.stringContaining('today or earlier') as string]);
  const nothing = await here.submit(`/${pathwayId}/what-if/without`, {});
  expect([nothing.status, nothing.text]).toEqual([
    422,
    expect.stringContaining('Select what to leave out') as string,
  ]);
  const gone = await here.submit(`/${pathwayId}/what-if/without`, { factId: 'rec.gone' });
  expect(gone.status).toBe(409);
  expect((await here.page(`/${nth('pw', 999)}/what-if`)).status).toBe(404);
});
