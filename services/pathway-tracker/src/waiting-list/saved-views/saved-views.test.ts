import { fakeClock } from '@waymark/testkit/clock';
import { tracker, type Tracker } from '../../testing/tracker.ts';

const clock = fakeClock('2026-11-21T09:00:00Z');
let here: Tracker;
beforeAll(async () => {
  here = await tracker({ clock });
});
afterAll(() => here.close());

const path = '/waiting-list/saved';
const filter = 'clock=breached&age=0-4&age=5-10&columns=team&order=since';
const viewsOf = async (role?: 'clinician' | 'triage') => (await here.api(path, role)).body['views'];

test('a view is saved by form from the list, stands there as a link, and is its owner’s alone', async () => {
  const list = await here.page(`/waiting-list?${filter}`);
  const save = /href="([^"]*\/waiting-list\/saved\?filter=[^"]+)"/.exec(list.text)?.[1] ?? '';
  const form = await here.page(save.replace('/pathways', '').replaceAll('&amp;', '&'));
  const kept = (/name="filter" value="([^"]+)"/.exec(form.text)?.[1] ?? '').replaceAll('&amp;', '&');
  expect(new URLSearchParams(kept).getAll('age')).toEqual(['0-4', '5-10']);

  const done = await here.submit(path, { name: 'Small and late', filter: kept });
  expect([done.status, done.headers.get('location')]).toEqual([303, `/pathways/waiting-list?${kept}`]);
  expect(await viewsOf()).toEqual([{ name: 'Small and late', filter: kept }]);
  expect(await viewsOf('triage')).toEqual([]);
  const { text } = await here.page('/waiting-list');
  expect(text).toContain('>Small and late</a>');
  expect((await here.page('/waiting-list', 'triage')).text).not.toContain('Small and late');
  const link = /href="([^"]+)">Small and late/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect((await here.page(link.replace('/pathways', ''))).status).toBe(200);

  const gone = await here.submit(`${path}/remove`, { name: 'Small and late' });
  expect([gone.status, await viewsOf()]).toEqual([303, []]);
  expect((await here.submit(`${path}/remove`, { name: 'Small and late' })).text).toContain(
    'You have no view of this name any more.',
  );
});

test('by program: the same command twice is one, and two at once both count', async () => {
  const headers = { 'idempotency-key': 'save-once' };
  for (let times = 0; times < 2; times += 1)
    expect((await here.command(path, { name: 'One', filter }, headers, 'triage')).status).toBe(200);
  await Promise.all(['Two', 'Three'].map((name) => here.command(path, { name, filter: '' }, {}, 'triage')));
  expect(await viewsOf('triage')).toMatchObject([{ name: 'One' }, { name: 'Three' }, { name: 'Two' }]);
});

test.each([
  ['name', { name: '9990000018', filter }],
  ['filter', { name: 'A child', filter: 'reference=WM-0000-0001' }],
  ['filter', { name: 'A place', filter: 'after=x.y' }],
  ['filter', { name: 'A value', filter: 'age=old' }],
  ['filter', { name: 'An address', filter: '//elsewhere.example' }],
  ['filter', { name: 'Twice', filter: 'order=due&order=since' }],
])('a wrong %s is refused by name', async (field, body) => {
  const answer = await here.command(path, body);
  expect(answer.status).toBe(422);
  expect(JSON.stringify(answer.body)).toContain(`/${field}`);
});

test.each(['commissioner', 'referrer', 'practitioner', 'operator'] as const)(
  '%s saves nothing',
  async (role) => {
    expect((await here.api(path, role)).status).toBe(403);
    expect((await here.command(path, { name: 'Mine', filter }, {}, role)).status).toBe(403);
  },
);
