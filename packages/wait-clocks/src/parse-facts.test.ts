import { factFromCells, factsFromLine } from './parse-facts.ts';

const cells = { person: 'p1', factId: 'f1', referralId: 'A', on: '2025-03-10' };
const contact = { ...cells, type: 'contact', attendance: '5', mechanism: '01' };
const received = { ...cells, type: 'referral-received', provider: 'RX3' };

test.each<[Record<string, string>, object]>([
  [{ ...contact, indirect: 'yes' }, { indirect: true }],
  [{ ...contact, indirect: 'true' }, { indirect: true }],
  [{ ...contact, first: 'no' }, { first: false }],
  [{ ...contact, communicated: 'false' }, { communicated: false }],
  [{ ...contact, outcomeKnown: 'no' }, { outcomeKnown: false }],
  [{ ...contact, codes: '51484002  443730003' }, { codes: ['51484002', '443730003'] }],
  [{ ...received, inpatient: 'yes' }, { inpatient: true }],
  [{ ...received, newCondition: 'yes' }, { newCondition: true }],
  [{ ...received, otherReasons: '24 25' }, { otherReasons: ['24', '25'] }],
  [{ ...received, service: 'consultant-led' }, { service: ['consultant-led'] }],
  [{ ...cells, type: 'outcome-measure', tool: 'SDQ', score: '17.5' }, { score: 17.5 }],
  [{ ...contact, version: '1' }, { version: 1 }],
  [{ ...contact, codes: '' }, { type: 'contact' }],
])('%j is read as %j', (cells, is) => {
  const { person, facts, wrong } = factFromCells(cells);
  expect({ person, wrong }).toEqual({ person: 'p1', wrong: [] });
  expect(facts).toEqual([expect.objectContaining(is)]);
  expect(facts[0]).not.toHaveProperty('person');
});

test.each<[Record<string, string>, string]>([
  [{ ...contact, indirect: 'perhaps' }, 'indirect: '],
  [{ ...cells, type: 'outcome-measure', tool: 'SDQ', score: 'high' }, 'score: '],
  [{ ...contact, colour: 'red' }, 'colour: this kind of fact has no such field'],
  [{ ...contact, type: 'seen' }, 'type: the type must be one of: referral-received, contact'],
])('%j is no fact: %s', (cells, says) => {
  const { person, facts, wrong } = factFromCells(cells);
  expect([person, facts]).toEqual(['p1', []]);
  expect(wrong.join()).toContain(says);
});

test('a row says whose fact it is', () => {
  const { person: _, ...nobody } = contact;
  for (const cells of [nobody, { ...contact, person: '' }])
    expect(factFromCells(cells)).toEqual({
      person: '',
      facts: [],
      wrong: ['the column "person" is needed, and says whose fact it is'],
    });
});

test('a line that is no fact is named by place and field', () => {
  expect(factsFromLine('{')).toEqual({ person: '', facts: [], wrong: ['this is not JSON'] });
  const needs = 'a line needs "person", a text, and "facts", a list';
  expect(factsFromLine('{ "person": "", "facts": [] }')).toEqual({ person: '', facts: [], wrong: [needs] });
  const { person: _, ...fact } = contact;
  const { facts, wrong } = factsFromLine(JSON.stringify({ person: 'p1', facts: [fact, 7] }));
  expect(facts).toEqual([fact]);
  expect(wrong).toHaveLength(1);
  expect(wrong[0]).toMatch(/^fact 2: /);
});
