import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../testing/tracker.ts';

let here: Tracker;
let n = 0;

beforeAll(async () => {
  here = await tracker({ clock: fakeClock('2026-11-21T09:00:00Z') });
});
afterAll(() => here.close());

async function referred(circumstance: string, receivedOn = '2026-10-30'): Promise<string> {
  n += 1;
  return here.refer(
    referral({
      ...{ referralId: nth('ref', n), personId: nth('per', n), reference: nthReference(n) },
      ...{ receivedOn, circumstances: [{ id: circumstance, source: 'referrer' }] },
    }),
  );
}
const etagOf = async (pathwayId: string) => (await here.api(`/${pathwayId}`)).headers.get('etag') ?? '';

test('of two who decide at once the second is told to look again', async () => {
  const pathwayId = await referred('looked-after');
  const version = await etagOf(pathwayId);
  const decide = (reasonCode: string) =>
    here.command(`/${pathwayId}/priority`, { reasonCode }, { 'if-match': version });
  const answers = await Promise.all([decide('safety'), decide('support-in-place')]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  expect((await here.command(`/${pathwayId}/priority`, { reasonCode: 'safety' })).status).toBe(428);
});

test('a review is listed until it is decided, and the list shows and filters the decision', async () => {
  const pathwayId = await referred('exclusion-risk');
  const reviews = async () => JSON.stringify((await here.api('/priority')).body).includes(pathwayId);
  expect(await reviews()).toBe(true);
  const before = (await here.api(`/${pathwayId}`)).body;
  const decided = await here.submit(`/${pathwayId}/priority`, {
    _version: /\d+/.exec(await etagOf(pathwayId))?.[0] ?? '',
    reasonCode: 'school-at-risk',
    ...{ 'expiresOn-day': '1', 'expiresOn-month': '5', 'expiresOn-year': '2027' },
  });
  expect(decided.status).toBe(303);
  expect(await reviews()).toBe(false);
  const after = (await here.api(`/${pathwayId}`)).body;
  expect(after['clocks']).toEqual(before['clocks']);
  expect(after['priority']).toMatchObject({
    standing: 'accelerated',
    decision: { by: 'synthetic-clinician', reasonCode: 'school-at-risk', expiresOn: '2027-05-01' },
  });
  const list = await here.api('/waiting-list?priority=accelerated&order=priority');
  expect(JSON.stringify(list.body)).toContain(pathwayId);
  expect((await here.page(`/${pathwayId}`)).text).toContain('The child may lose a school place');
});

test('serious risk leads the list until a clinician says what was done', async () => {
  const pathwayId = await referred('serious-risk');
  const first = async () =>
    (await here.api('/waiting-list?limit=1')).body['items'] as { pathwayId: string }[];
  await until(async () => (await first())[0]?.pathwayId === pathwayId);
  expect((await here.page(`/${pathwayId}`)).text).toContain('Stated on 21 November 2026');
  expect((await here.command(`/${pathwayId}/same-day-risk`, { step: 'nothing' })).status).toBe(422);
  const count = async () => (await here.api('/priority/count')).body;
  const waits = await count();
  expect(waits).toMatchObject({ sameDayRisks: 1 });
  const done = await here.command(`/${pathwayId}/same-day-risk`, { step: 'seen-today' });
  expect(await count()).toEqual({ ...waits, sameDayRisks: 0, dueThisWeek: Number(waits['dueThisWeek']) + 1 });
  expect([done.status, done.body]).toEqual([200, { since: '2026-11-21', step: 'seen-today' }]);
  expect((await here.command(`/${pathwayId}/same-day-risk`, { step: 'seen-today' })).status).toBe(409);
  expect((await first())[0]?.pathwayId).not.toBe(pathwayId);
  expect((await here.api(`/${pathwayId}`)).body['priority']).toMatchObject({ standing: 'review-open' });
});

test('only direct care records and decides', async () => {
  const pathwayId = await referred('looked-after');
  const contact = { on: '2026-11-06', attendance: '5', mechanism: '01' };
  for (const role of ['commissioner', 'practitioner', 'referrer', 'operator'] as const) {
    expect((await here.api(`/${pathwayId}`, role)).status).toBe(403);
    const recorded = await here.command(`/${pathwayId}/record/contact`, contact, {}, role);
    const decided = await here.command(
      `/${pathwayId}/priority`,
      { reasonCode: 'safety' },
      { 'if-match': '"1"' },
      role,
    );
    expect([role, recorded.status, decided.status]).toEqual([role, 403, 403]);
  }
});

test('a same-day risk is for today on every page, and its review has no day beside it until it is taken up', async () => {
  const longer = await referred('serious-risk', '2026-10-20');
  const pathwayId = await referred('serious-risk', '2026-10-20');
  const due = '27 November 2026';
  const pages = {
    '/same-day-risk': ['2</strong> children have a serious risk', 'Today', 'Take up'],
    '/priority': ['2 same-day risks to take up today', 'Today'],
    [`/${pathwayId}`]: ['Same-day risk: act today', 'Take up the same-day risk'],
    [`/${pathwayId}/priority`]: ['A same-day risk is open: act today'],
    [`/${pathwayId}/same-day-risk`]: ['Stated on 21 November 2026. Act today.'],
    '/waiting-list?risk=open': ['Same-day risk'],
  };
  for (const [path, said] of Object.entries(pages)) {
    const { text } = await here.page(path);
    for (const words of said)
      expect({ path, text }).toEqual({ path, text: expect.stringContaining(words) as string });
    const row = path === '/priority' ? rowOf(text, pathwayId) : text;
    expect({ path, row }).toEqual({
      path,
      row: expect.not.stringMatching(/27 Nov(?:ember)? 2026/) as string,
    });
  }
  const list = (await here.api('/same-day-risk')).body as { items: { pathwayId: string }[]; open: number };
  expect([list.open, list.items.map((item) => item.pathwayId)]).toEqual([2, [longer, pathwayId]]);
  expect((await here.api(`/${pathwayId}`)).body['sameDayRisk']).toEqual({
    since: '2026-11-21',
    takenUp: null,
  });

  const taken = await here.submit(`/${longer}/same-day-risk`, { step: 'safety-plan-agreed' });
  expect(taken.status).toBe(303);
  for (const path of [`/${longer}`, `/${longer}/same-day-risk`]) {
    const { text } = await here.page(path);
    expect(text).toContain('taken up by Synthetic clinician (clinician) at 09:00 on 21 November 2026');
    expect(text).not.toContain('act today');
  }
  expect((await here.page(`/${longer}`)).text).toContain(`Decide by ${due}`);
  expect(rowOf((await here.page('/priority')).text, longer)).toContain('27 Nov 2026');
  expect((await here.api('/same-day-risk')).body['open']).toBe(1);

  await here.submit(`/${pathwayId}/same-day-risk`, { step: 'no-risk-now' });
  const none = await here.page('/same-day-risk');
  expect(none.text).toContain('Every serious risk that was stated has been taken up.');
  expect(none.text).toContain('No same-day risk waits');
});

/** The row of a table that leads to a pathway. */
function rowOf(html: string, pathwayId: string): string {
  return html.split('<tr').find((row) => row.includes(`/${pathwayId}`)) ?? '';
}
