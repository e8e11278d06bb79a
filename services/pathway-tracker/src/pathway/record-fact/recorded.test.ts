import { randomUUID } from 'node:crypto';
import { nth, nthReference, referral, referralEvent } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Answer, type Tracker } from '../../testing/tracker.ts';

const clock = fakeClock('2026-11-21T09:00:00Z');
let here: Tracker;
let n = 0;

beforeAll(async () => {
  here = await tracker({ clock });
});
afterAll(() => here.close());

const idsOf = (at: number) => ({
  referralId: nth('ref', at),
  personId: nth('per', at),
  reference: nthReference(at),
});

async function referred(): Promise<string> {
  n += 1;
  return here.refer(referral({ ...idsOf(n), receivedOn: '2026-10-30', circumstances: [] }));
}
const contact = { on: '2026-11-06', attendance: '5', mechanism: '01' };
const fields = ({ body }: Answer) => (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);

test('a contact is recorded once, however often it is sent', async () => {
  const pathwayId = await referred();
  const headers = { 'idempotency-key': randomUUID() };
  const first = await here.command(`/${pathwayId}/record/contact`, contact, headers);
  const again = await here.command(`/${pathwayId}/record/contact`, contact, headers);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body['factId']).toBe(first.body['factId']);
  const { body } = await here.api(`/${pathwayId}`);
  expect(body['facts']).toHaveLength(2);
  expect(body['stage']).toBe('seen');
});

test.each([
  ['attendance', { ...contact, attendance: '0' }, '/attendance'],
  ['mechanism', { ...contact, mechanism: '99' }, '/mechanism'],
  ['date', { ...contact, on: '2026-02-30' }, '/on'],
  ['a field that is not asked for', { ...contact, note: 'Synthetic text' }, '/note'],
])('a wrong %s is named', async (_, body, pointer) => {
  const pathwayId = await referred();
  const answer = await here.command(`/${pathwayId}/record/contact`, body);
  expect(answer.status).toBe(422);
  expect(fields(answer).join()).toContain(pointer);
});

test('the form keeps what was typed and says what is wrong', async () => {
  const pathwayId = await referred();
  const typed = { 'on-day': '22', 'on-month': '11', 'on-year': '2026', attendance: '3', mechanism: '01' };
  const future = await here.submit(`/${pathwayId}/record/contact`, typed);
  expect(future.status).toBe(409);
  expect(future.text).toContain('The date must be today or earlier');
  expect(future.text).toMatch(/value="22"/);
  const missing = await here.submit(`/${pathwayId}/record/contact`, { ...typed, attendance: '' });
  expect(missing.status).toBe(422);
  const good = await here.submit(`/${pathwayId}/record/contact`, { ...typed, 'on-day': '20' });
  expect([good.status, good.headers.get('location')]).toEqual([303, `/pathways/${pathwayId}`]);
  expect((await here.page(`/${pathwayId}`)).text).toContain('Face to face: was not brought.');
});

test('before it is saved the page says what it will do to each clock, and nothing is saved by asking', async () => {
  const pathwayId = await referred();
  const body = { on: '2026-11-06', attendance: '5', mechanism: '11' };
  const asked = await here.command(`/${pathwayId}/record/contact/check`, body);
  expect(asked.status).toBe(200);
  expect(asked.body).toMatchObject({ changes: true, closes: false, daysLate: 15 });
  expect(asked.body['effects']).toContainEqual(
    expect.objectContaining({
      regime: 'autism-13-weeks',
      effect: 'stops',
      says: 'Stops on 6 November 2026 at 7 days, within the limit.',
    }),
  );
  const typed = { 'on-day': '6', 'on-month': '11', 'on-year': '2026', attendance: '5', mechanism: '11' };
  const page = await here.submit(`/${pathwayId}/record/contact/check`, typed);
  expect(page.status).toBe(200);
  expect(page.text).toContain('What this changes');
  expect(page.text).toContain('It happened 15 days ago');
  expect(page.text).toMatch(/formaction="[^"]*\/record\/contact\/check"/);
  expect(page.text).toMatch(/value="6"/);
  expect((await here.api(`/${pathwayId}`)).body['facts']).toHaveLength(1);

  const wrong = await here.submit(`/${pathwayId}/record/contact/check`, { ...typed, 'on-year': '2027' });
  expect(wrong.status).toBe(409);
  expect(wrong.text).toContain('The date must be today or earlier');
});

test.each([
  ['2026-03-29', '01:30', 409, 'that time does not exist'],
  ['2026-10-25', '01:30', 409, 'that time comes twice'],
  ['2026-10-25', '01:30 GMT', 201, undefined],
  ['2026-10-25', '25:00', 422, undefined],
])('a contact on %s at %s is answered %s', async (on, time, status, says) => {
  n += 1;
  const pathwayId = await here.refer(referral({ ...idsOf(n), receivedOn: '2026-03-02' }));
  const answer = await here.command(`/${pathwayId}/record/contact`, { ...contact, on, time });
  expect(answer.status).toBe(status);
  if (says) expect(answer.body['detail']).toContain(says);
  if (status === 201) expect(JSON.stringify(answer.body)).toContain('"at":"2026-10-25T01:30:00Z"');
});

test('what was withdrawn stays on the page, struck through', async () => {
  const pathwayId = await referred();
  const { body } = await here.command(`/${pathwayId}/record/contact`, contact);
  const path = `/${pathwayId}/facts/${String(body['factId'])}/withdraw`;
  const page = await here.page(path);
  expect(page.text).toContain('Face to face: seen, on time.');
  expect(page.text).toContain('Runs again, as if it had never stopped');
  expect((await here.command(path, { reason: 'because' })).status).toBe(422);
  expect((await here.command(path, { reason: 'wrong-child' })).status).toBe(200);
  const { text } = await here.page(`/${pathwayId}`);
  expect(text).toMatch(/<del>.*Face to face: seen, on time\..*<\/del>/s);
  expect(text).toContain('it belongs to another child');
  expect((await here.command(path, { reason: 'wrong-date' })).status).toBe(409);
  expect((await here.page(path)).status).toBe(404);
});

test('why it is corrected is not mistaken for what the kind itself asks', async () => {
  const pathwayId = await referred();
  const { body } = await here.command(`/${pathwayId}/record/no-treatment-now`, {
    ...{ on: '2026-11-06', why: 'family-waits' },
  });
  const corrected = await here.command(
    `/${pathwayId}/facts/${String(body['factId'])}/correct/no-treatment-now`,
    { on: '2026-11-06', why: 'professional-waits', correctedBecause: 'typed-wrongly' },
  );
  expect(corrected.status).toBe(200);
  const { body: now } = await here.api(`/${pathwayId}`);
  expect(now['facts']).toContainEqual(
    expect.objectContaining({ type: 'active-monitoring', by: 'professional' }),
  );
});

test('what was recorded wrongly is corrected, and what was there stays to be seen', async () => {
  const pathwayId = await referred();
  const { body } = await here.command(`/${pathwayId}/record/contact`, contact);
  const path = `/${pathwayId}/facts/${String(body['factId'])}/correct/contact`;
  const form = await here.page(path);
  expect(form.text).toMatch(/name="on-day"[^>]*value="6"/);
  expect(form.text).toMatch(/value="5"[^>]*checked/);
  expect((await here.page(path.replace('contact', 'outcome-measure'))).status).toBe(404);

  const right = { ...contact, on: '2026-11-09', correctedBecause: 'told-wrongly' };
  const asked = await here.command(`${path}/check`, right);
  expect(asked.body['effects']).toContainEqual(
    expect.objectContaining({
      regime: 'autism-13-weeks',
      says: 'Stopped on 9 November 2026 rather than on 6 November 2026: 10 days, within the limit.',
    }),
  );
  expect((await here.command(path, { ...right, on: '2026-11-22' })).status).toBe(409);
  const done = await here.command(path, right);
  expect(done.status).toBe(200);
  const { body: now } = await here.api(`/${pathwayId}`);
  expect((now['facts'] as { on: string }[]).map(({ on }) => on)).toEqual(['2026-10-30', '2026-11-09']);
  const { text } = await here.page(`/${pathwayId}`);
  expect(text).toMatch(/<del>.*Face to face: seen, on time\..*<\/del>/s);
  expect(text).toContain(
    'corrected on 21 November 2026 by a clinician: we were told something that is not so',
  );
  expect(text).toContain('6 November 2026: Face to face: seen, on time.');
  expect(text).toMatch(/now: <\/span>9 November 2026: Face to face: seen, on time\./);
  expect((await here.command(path, right)).status).toBe(409);
});

test('a pathway that nobody knows is not found', async () => {
  const nobody = `/${nth('pw', 999)}`;
  expect((await here.page(nobody)).status).toBe(404);
  expect((await here.command(`${nobody}/record/contact`, contact)).status).toBe(404);
  expect((await here.page('/nonsense')).status).toBe(404);
});

test('everything is sent, and nothing is put aside', async () => {
  const pathwayId = await referred();
  await here.command(`/${pathwayId}/record/discharge`, { on: '2026-11-20' });
  await here.publishReferral(
    referralEvent(
      referral({ ...idsOf(n), receivedOn: '2026-10-30', acceptedOn: '2026-11-02', status: 'accepted' }),
      { type: 'referral.accepted.v1', sequence: 2 },
    ),
  );
  await until(async () =>
    (await here.metrics()).includes('outbox_pending{relay="pathway-tracker",service="pathway-tracker"} 0'),
  );
  expect((await here.metrics()).match(/parked_keys\{[^}]*\} (\d+)/)?.[1]).toBe('0');
});
