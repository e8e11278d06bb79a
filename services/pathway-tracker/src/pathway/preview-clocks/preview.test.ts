import { fakeClock } from '@waymark/testkit/clock';
import { tracker, type Tracker } from '../../testing/tracker.ts';
import { exampleFacts } from './example.ts';

let here: Tracker;
beforeAll(async () => {
  here = await tracker({ clock: fakeClock('2026-11-21T09:00:00Z') });
});
afterAll(() => here.close());

const preview = (body: object, role?: 'commissioner') => here.command('/clocks:preview', body, {}, role);

test('clocks, statuses and findings follow from the facts that are sent, with their evidence', async () => {
  const { status, body } = await preview({ facts: exampleFacts, asOf: '2025-04-30' });
  expect(status).toBe(200);
  const clocks = body['clocks'] as { regime: string; evidence: { facts: string[] }[] }[];
  expect(clocks.map(({ regime }) => regime)).toEqual([
    ...['cyp-4-week', 'local-18-weeks', 'local-18-weeks'],
    ...['autism-13-weeks', 'autism-nice-3-months'],
  ]);
  expect(clocks[0]).toMatchObject({ state: 'stopped', stop: '2025-03-31', days: 28, standing: 'within' });
  expect(clocks[1]).toMatchObject({ state: 'nullified', stop: '2025-03-10', code: '33' });
  expect(clocks[2]).toMatchObject({ state: 'running', start: '2025-03-12', code: '10' });
  expect(body['statuses']).toMatchObject([{ status: '33' }, { status: '10' }]);
  expect(body['findings']).toEqual([]);
  expect(clocks.every(({ evidence }) => evidence.every(({ facts }) => facts.length > 0))).toBe(true);
});

test('only the rules that are asked for, read as asked, as at today', async () => {
  const { body } = await preview({ facts: exampleFacts.slice(0, 1), regimes: ['autism-13-weeks'] });
  expect(body).toMatchObject({ asOf: '2026-11-21', clocks: [{ regime: 'autism-13-weeks', days: 628 }] });
  expect(body['findings']).toMatchObject([{ id: 'no-activity' }]);
});

test.each([
  ['a code that there is not', [{ ...exampleFacts[0], team: 'Z99' }], '/facts/0/team'],
  ['a kind that there is not', [{ ...exampleFacts[0], type: 'seen' }], '/facts/0/type'],
  ['a date that there is not', [{ ...exampleFacts[0], on: '2025-02-30' }], '/facts/0/on'],
  ['more than a fact has', [{ ...exampleFacts[0], name: 'Synthetic' }], '/facts/0/name'],
  ['nothing', [], '/facts'],
  ['text', 'facts', '/facts'],
])('%s is refused by its place', async (_, facts, pointer) => {
  const { status, body } = await preview({ facts });
  expect(status).toBe(422);
  expect((body['errors'] as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
});

test('whoever may not read pathways is refused', async () => {
  expect((await preview({ facts: exampleFacts }, 'commissioner')).status).toBe(403);
});

test('the page shows the same, and keeps what was typed', async () => {
  const typed = {
    facts: JSON.stringify(exampleFacts),
    'asOf-day': '30',
    'asOf-month': '4',
    'asOf-year': '2025',
  };
  const { status, text } = await here.submit('/what-if', typed);
  expect(status).toBe(200);
  expect(text).toContain('As at 30 April 2025');
  expect(text).toContain('Children and young people: four weeks');
  expect((await here.submit('/what-if', { facts: '[' })).status).toBe(422);
});

test('the interface description has it, with an example that is right', async () => {
  const { body } = await here.api('/openapi.json');
  const paths = body['paths'] as Record<string, unknown>;
  expect(Object.keys(paths)).toContain('/api/clocks:preview');
});
