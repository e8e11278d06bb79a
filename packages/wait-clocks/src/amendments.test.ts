import { factsInForce } from './amendments.ts';
import { Fact } from './fact.ts';

const plan = (factId: string, on: string, more: object = {}): Fact =>
  Fact.parse({ type: 'care-plan-agreed', factId, referralId: 'A', on, ...more });
const recorded = (at: string) => ({ recorded: { at, source: 'clinician' } });
const withdrawal = (factId: string, withdraws: string): Fact =>
  Fact.parse({ type: 'withdrawn-in-error', factId, referralId: 'A', on: '2025-06-01', withdraws });

/** What is in force, in the order given and in the opposite one. */
function bothWays(facts: readonly Fact[]): string[][] {
  return [facts, facts.toReversed()].map((given) => factsInForce(given).map(({ on }) => on));
}

const early = recorded('2025-05-01T09:00:00Z');
const late = recorded('2025-05-01T09:00:00.5Z');

test.each<[string, Fact, Fact]>([
  ['the one recorded later', plan('p', '2025-03-04', early), plan('p', '2025-03-03', late)],
  ['the one recorded at a known time', plan('p', '2025-03-04'), plan('p', '2025-03-03', early)],
])('of two contents under one id stands %s', (_which, gone, stands) => {
  expect(bothWays([gone, stands])).toEqual([['2025-03-03'], ['2025-03-03']]);
});

test('of two contents under one id that were recorded at once stands the same one, in whatever order they came', () => {
  const [one, other] = [plan('p', '2025-03-03', early), plan('p', '2025-03-04', early)];
  expect(bothWays([one, other])).toEqual([['2025-03-04'], ['2025-03-04']]);
});

test.each<[string, Fact, Fact]>([
  [
    'recorded later',
    plan('z', '2025-03-04', { ...early, corrects: 'p' }),
    plan('a', '2025-03-03', { ...late, corrects: 'p' }),
  ],
  [
    'with the greater id, where both were recorded at once',
    plan('a', '2025-03-04', { ...late, corrects: 'p' }),
    plan('z', '2025-03-03', { ...late, corrects: 'p' }),
  ],
])('of two corrections stands the one %s', (_which, gone, stands) => {
  expect(bothWays([plan('p', '2025-03-02'), gone, stands])).toEqual([['2025-03-03'], ['2025-03-03']]);
});

test.each([3, 23, 24, 25, 60])('%d facts, each of them given twice, are as many', (count) => {
  const facts = Array.from({ length: count }, (_, n) => plan(`p${n}`, '2025-03-03'));
  expect(factsInForce(facts)).toBe(facts);
  const twice = [...facts, ...facts.map((fact) => ({ ...fact }))];
  expect(factsInForce(twice).map(({ factId }) => factId)).toEqual(facts.map(({ factId }) => factId));
  expect(factsInForce([...facts.slice(0, -1), ...facts.slice(0, 1)])).toHaveLength(count - 1);
});

test.each<[string, Fact[], string[]]>([
  ['a fact that corrects itself stands', [plan('p', '2025-03-03', { corrects: 'p' })], ['2025-03-03']],
  [
    'a withdrawal of itself takes nothing back',
    [plan('p', '2025-03-03'), withdrawal('w', 'w')],
    ['2025-03-03'],
  ],
  [
    'what corrects a withdrawn fact goes with it',
    [plan('p', '2025-03-03'), plan('c', '2025-03-04', { corrects: 'p' }), withdrawal('w', 'p')],
    [],
  ],
  [
    'of two that correct each other stands the one recorded last',
    [
      plan('p', '2025-03-03', { ...late, corrects: 'q' }),
      plan('q', '2025-03-04', { ...early, corrects: 'p' }),
    ],
    ['2025-03-03'],
  ],
  [
    'of three that correct each other in a ring stands the one recorded last, and what leads into it gives way',
    [
      plan('p', '2025-03-03', { ...early, corrects: 'q' }),
      plan('q', '2025-03-04', { ...late, corrects: 'r' }),
      plan('r', '2025-03-05', { ...early, corrects: 'p' }),
      plan('s', '2025-03-06', { ...early, corrects: 'r' }),
    ],
    ['2025-03-04'],
  ],
  [
    'what leads into a ring stands where it was recorded last of all',
    [
      plan('p', '2025-03-03', { ...early, corrects: 'q' }),
      plan('q', '2025-03-04', { corrects: 'p' }),
      plan('s', '2025-03-05', { ...late, corrects: 'q' }),
    ],
    ['2025-03-05'],
  ],
  [
    'what leads into a ring by another fact leaves the ring its own last one',
    [
      plan('p', '2025-03-03', { ...early, corrects: 'q' }),
      plan('q', '2025-03-04', { corrects: 'p' }),
      plan('s', '2025-03-05', { ...late, corrects: 'p' }),
      withdrawal('w', 's'),
    ],
    ['2025-03-03'],
  ],
  [
    'a withdrawal that was withdrawn does nothing',
    [plan('p', '2025-03-03'), withdrawal('w', 'p'), withdrawal('v', 'w')],
    ['2025-03-03'],
  ],
  [
    'a correction that was withdrawn lets stand what it replaced',
    [plan('p', '2025-03-03'), plan('c', '2025-03-04', { corrects: 'p' }), withdrawal('w', 'c')],
    ['2025-03-03'],
  ],
  [
    'a correction that was itself corrected gives way',
    [
      plan('p', '2025-03-03'),
      plan('c', '2025-03-04', { corrects: 'p' }),
      plan('d', '2025-03-05', { corrects: 'c' }),
    ],
    ['2025-03-05'],
  ],
])('%s', (_title, facts, days) => {
  expect(bothWays(facts)).toEqual([days, days]);
});
