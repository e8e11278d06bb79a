import { nth, nthReference, referral } from '@waymark/testkit/builders';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import { tracker, type Tracker } from '../../testing/tracker.ts';

const clock = fakeClock('2026-11-21T09:00:00Z');
let here: Tracker;

/** One child for each way a wait can stand on 21 November 2026. */
const children = [
  {
    n: 1,
    service: 'autism-assessment',
    receivedOn: '2023-01-12',
    circumstances: ['looked-after'],
    team: 'C01',
  },
  { n: 2, service: 'adhd-assessment', receivedOn: '2026-10-30', circumstances: [] },
  { n: 3, service: 'camhs-community', receivedOn: '2026-11-18', circumstances: [] },
  { n: 4, service: 'camhs-community', receivedOn: '2026-11-10', circumstances: ['serious-risk'] },
];

beforeAll(async () => {
  here = await tracker({ clock });
  for (const { n, service, receivedOn, circumstances, team } of children) {
    await here.refer(
      referral({
        ...{ referralId: nth('ref', n), personId: nth('per', n), reference: nthReference(n) },
        ...{ service, receivedOn, dateOfBirth: n === 3 ? '2009-11-22' : '2016-05-04' },
        ...(team ? { team } : {}),
        circumstances: circumstances.map((id) => ({ id, source: 'referrer' })),
      }),
    );
  }
  here.names.of[nth('per', 2)] = { given: 'Ada', family: 'Demo-Lovelace' };
});
afterAll(() => here.close());

type Item = { reference: string; name: string | null; clocks: { days: number; over: boolean }[] };
async function listed(query: string): Promise<number[]> {
  const { body, status } = await here.api(`/waiting-list${query}`);
  expect(status).toBe(200);
  return (body['items'] as Item[]).map(({ reference }) => Number(reference.slice(-4)));
}

test.each([
  ['risk first, then what is due first', '', [4, 1, 2, 3]],
  ['past a limit', '?clock=breached', [1]],
  ['due within 14 days', '?clock=due-soon', [2]],
  ['within', '?clock=within', [4, 3]],
  ['no limit', '?clock=no-limit', []],
  ['one service', '?service=camhs-community', [4, 3]],
  ['two services', '?service=camhs-community&service=adhd-assessment', [4, 2, 3]],
  ['reviews', '?priority=review-open', [4, 1]],
  ['two filters', '?priority=review-open&service=camhs-community', [4]],
  ['by reference, however typed', '?reference=wm%200000%200003', [3]],
  ['no such reference', '?reference=nonsense', []],
  ['longest wait first', '?order=since', [4, 1, 2, 3]],
  ['closed', '?list=closed', []],
  ['one team', '?team=C01', [1]],
  ['no team yet', '?team=none', [4, 2, 3]],
  ['under one regime', '?regime=local-18-weeks', [4, 1, 2, 3]],
  ['under none', '?regime=none', []],
  ['waited up to four weeks', '?band=0-4', [4, 2, 3]],
  ['waited longest', '?band=104-plus', [1]],
  ['of one age, a day before the birthday', '?age=16-17', [3]],
  ['of two ages', '?age=16-17&age=5-10', [4, 1, 2, 3]],
  ['a circumstance', '?flag=looked-after', [1]],
  ['not seen yet', '?stage=waiting', [4, 1, 2, 3]],
  ['seen', '?stage=seen', []],
  ['to act on today', '?next=act-today', [4]],
  ['a need of a clock', '?next=first-contact', [2, 3]],
  ['a need that no clock has', '?next=sing-a-song', []],
  ['a same-day risk that nobody has taken up', '?risk=open', [4]],
  ['something to check that nobody has looked at', '?unread=yes', [1]],
  ['nothing to check, or looked at', '?unread=none&clock=breached', []],
  ['three filters', '?band=0-4&age=5-10&next=first-contact&regime=cyp-4-week', [2]],
])('%s', async (_, query, expected) => {
  expect(await listed(query)).toEqual(expected);
});

test('pages go on where the last one ended', async () => {
  const first = await here.api('/waiting-list?limit=3');
  expect(first.body['items']).toHaveLength(3);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const after = new URL(next, here.url).searchParams.get('after');
  expect(await listed(`?limit=3&after=${after}`)).toEqual([3]);
});

test('an unknown filter, a wrong value and a made-up place are refused by name', async () => {
  for (const [query, field] of [
    ['?clock=late', 'clock'],
    ['?sort=x', 'sort'],
    ['?after=x.y', 'after'],
    ['?service[$ne]=x', 'service[$ne]'],
    ['?team=X99', 'team'],
    ['?regime=eternity', 'regime'],
    ['?band=5', 'band'],
    ['?age=old', 'age'],
    ['?flag=tall', 'flag'],
    ['?stage=lost', 'stage'],
    ['?columns=shoe-size', 'columns'],
    ['?next=First contact', 'next'],
  ] as const) {
    const { status, body } = await here.api(`/waiting-list${query}`);
    expect([query, status]).toEqual([query, 400]);
    expect(JSON.stringify(body)).toContain(field);
  }
});

test('a wrong value is answered with what is allowed', async () => {
  const { body } = await here.api('/waiting-list?age=old');
  expect(JSON.stringify(body)).toContain('Age now must be one of: 0-4 (Under 5), 5-10 (5 to 10)');
});

test('the page offers what somebody has, with its count, and keeps what was chosen', async () => {
  const { text } = await here.page('/waiting-list?flag=looked-after&age=0-4');
  expect(text).toContain('Nobody fits these filters');
  expect(text).toMatch(/<details class="wm-more" open><summary>More filters/);
  expect(text).toMatch(/value="looked-after" checked/);
  expect(text).toContain('Looked after by a council <span class="wm-quiet">0</span>');
  expect(text).toContain('5 to 10 <span class="wm-quiet">1</span>');
  expect(text).not.toContain('Care leaver');
  expect((await here.page('/waiting-list')).text).toContain('First contact <span class="wm-quiet">2</span>');
});

test('the file has the same filter', async () => {
  const { text } = await here.page('/waiting-list.csv?team=C01&age=5-10');
  expect(text.split('\r\n')).toHaveLength(3);
  expect(text).toContain(nthReference(1));
});

test('the file holds references and no names', async () => {
  here.names.of[nth('per', 1)] = { given: 'Synthetic', family: 'Demo-Marked' };
  const { text, headers, status } = await here.page('/waiting-list.csv?priority=review-open');
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toContain('waiting-list-2026-11-21.csv');
  expect(text).toContain(nthReference(1));
  expect(text).not.toContain('Marked');
  expect(text).not.toContain(nth('pw', 1));
});

test('the bare address leads to the list', async () => {
  const answer = await here.page('/');
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/pathways/waiting-list']);
});

test('what is counted is said, and the counts of a page agree at the moment that it names', async () => {
  const { text } = await here.page('/waiting-list?priority=review-open');
  expect(text).toContain('2 waits of 2 children<span class="wm-quiet">, due first, as of 09:00</span>');
  expect(text).toContain('Download 2 waits');
  expect(text).toContain('Review open <span class="wm-quiet">2</span>');
  const { body } = await here.api('/waiting-list?priority=review-open');
  expect(body).toMatchObject({ shown: 2, children: 2, asOf: '2026-11-21T09:00:00Z' });
});

test('what is printed says its filter, its moment and who prints, and has the columns of paper', async () => {
  const { text, status } = await here.page('/waiting-list/print?priority=review-open&clock=breached');
  expect(status).toBe(200);
  expect(text).toContain(
    'Which waits: Waiting. Clock: Past a limit. Priority: Review open. Order: Due first.',
  );
  expect(text).toContain('As of 21 November 2026, 09:00.');
  expect(text).toContain('1 wait of 1 child');
  expect(text).toContain('Review open; Looked after by a council');
  expect(text).toContain('Four weeks: 1,409 of 28 days, overdue by 1,381');
  expect(text).toContain('<th role="columnheader" scope="col">Team</th>');
  expect(text).toContain(nthReference(1));
});

test('the columns are those of the link, on the page and in the file, in one order and with the same filter', async () => {
  const chosen = '?columns=team&columns=waited&clock=breached';
  const headings = ({ text }: { text: string }) =>
    [...text.matchAll(/<th [^>]*>([^<]*)<\/th>/g)].map(([, heading]) => heading);
  const usual = ['Child (age)', 'Waiting for', 'Since', 'Days, against the limit', 'Priority', 'Next'];
  expect(headings(await here.page('/waiting-list'))).toEqual(usual);
  const page = await here.page(`/waiting-list${chosen}`);
  expect(headings(page)).toEqual(['Child (age)', 'Days waited', 'Team']);
  expect(page.text).toMatch(/value="waited" checked/);
  expect(page.text).not.toMatch(/value="since" checked/);
  expect(page.text).toContain('1,409');
  expect(page.text).toContain(
    'href="/pathways/waiting-list.csv?clock=breached&amp;columns=team&amp;columns=waited"',
  );
  const { text } = await here.page(`/waiting-list.csv${chosen}`);
  expect(text).toBe(`reference,age,days waited,team\r\n${nthReference(1)},10,1409,Autism\r\n`);
  const [first] = (await here.page('/waiting-list.csv')).text.split('\r\n');
  expect(first).toBe(
    'reference,age,waiting for,since,"clocks (days of limit, due)",priority,circumstances,next,next by',
  );
});

test('the page says what matters, names with permission, and does without them when they are away', async () => {
  const { text, status } = await here.page('/waiting-list');
  expect(status).toBe(200);
  expect(text).toContain('<strong>4 waits</strong> of <strong>4 children</strong>');
  expect(text).toContain('Ada Demo-Lovelace');
  expect(text).toContain('Autism assessment <span class="wm-quiet">1</span>');
  expect(text).toMatch(
    /Same-day risk, act today:<\/strong> <a href="[^"]*same-day-risk">1 wait not taken up/,
  );

  here.names.is('away');
  const without = await here.page('/waiting-list');
  expect(without.status).toBe(200);
  expect(without.text).toContain('Names are not available');
  expect(without.text).not.toContain('Lovelace');
  here.names.is('refusing');
  expect((await here.page('/waiting-list')).text).toContain('Names are not shown');
  here.names.is('there');
});

test('a process that starts later knows every pathway, and reads within moments what another one writes', async () => {
  const other = await tracker({ clock, beside: here.stands });
  try {
    await until(async () => (await other.ready()) === 200);
    const references = async (of: Tracker) =>
      ((await of.api('/waiting-list?stage=seen&list=waiting')).body['items'] as Item[]).map(
        (item) => item.reference,
      );
    const { body } = await other.api('/waiting-list');
    expect(body).toMatchObject({ shown: 4, complete: true });
    const done = await here.command(`/${nth('pw', 2)}/record/contact`, {
      ...{ on: '2026-11-06', attendance: '5', mechanism: '01' },
    });
    expect(done.status).toBe(201);
    expect(await references(here)).toEqual([nthReference(2)]);
    await until(async () => (await references(other)).length === 1);
  } finally {
    await other.close();
  }
});

test.each(['commissioner', 'referrer', 'practitioner', 'operator'] as const)(
  '%s sees no list',
  async (role) => {
    expect((await here.api('/waiting-list', role)).status).toBe(403);
  },
);

test('the counts and the measures agree', async () => {
  const { body } = await here.api('/waiting-list/count', 'operator');
  expect(body).toEqual({ all: 4, open: 4, arriving: null });
  const metrics = await here.metrics();
  const line = (name: string) => metrics.split('\n').filter((each) => each.startsWith(name));
  expect(line('waymark_open_pathways')).toHaveLength(3);
  expect(metrics).toContain(
    'waymark_open_pathways{waiting_for="camhs-community",service="pathway-tracker"} 2',
  );
  expect(metrics).toContain(
    'waymark_waiting_age_seconds_bucket{waiting_for="adhd-assessment",regime="cyp-4-week",le="2419200",service="pathway-tracker"} 1',
  );
  expect(metrics).toContain(
    'waymark_waiting_age_seconds_gsum{waiting_for="adhd-assessment",regime="cyp-4-week",service="pathway-tracker"} 1900800',
  );
  expect(metrics).toContain(
    'waymark_clock_breaches{waiting_for="autism-assessment",regime="local-18-weeks",service="pathway-tracker"} 1',
  );
  expect(metrics).not.toContain('per_');
  await until(async () =>
    (await here.metrics()).includes(
      'waymark_clock_starts_total{waiting_for="adhd-assessment",regime="cyp-4-week",service="pathway-tracker"} 1',
    ),
  );
});
