import { columnsOf, factFromCells, factsFromJson, type Columns } from './parse-facts.ts';

const cells = { person: 'p1', factId: 'f1', referralId: 'A', on: '2025-03-10' };
const contact = { ...cells, type: 'contact', attendance: '5', mechanism: '01' };
const received = { ...cells, type: 'referral-received', provider: 'RX3' };

function columns(...headings: string[]): Columns {
  const read = columnsOf(headings);
  if (typeof read === 'string') throw new Error(read);
  return read;
}
const fromRow = (row: Record<string, string>) =>
  factFromCells(columns(...Object.keys(row)), Object.values(row));

test.each<[Record<string, string>, object]>([
  [{ ...contact, indirect: 'yes' }, { indirect: true }],
  [{ ...contact, indirect: 'true' }, { indirect: true }],
  [{ ...contact, indirect: 'TRUE' }, { indirect: true }],
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
])('%j is read as %j', (row, is) => {
  const { person, facts, unread } = fromRow(row);
  expect({ person, unread }).toEqual({ person: 'p1', unread: [] });
  expect(facts).toEqual([expect.objectContaining(is)]);
  expect(facts[0]).not.toHaveProperty('person');
});

test.each<[Record<string, string>, string]>([
  [{ ...contact, indirect: 'perhaps' }, "indirect: 'perhaps' cannot be read here. Write yes or no"],
  [
    { ...cells, type: 'outcome-measure', tool: 'SDQ', score: 'high' },
    "score: 'high' cannot be read here. Write a number",
  ],
  [{ ...contact, provider: 'RX3' }, 'provider: this kind of fact has no such field'],
  [
    { ...contact, type: 'contcat' },
    "type: 'contcat' is not known here. Did you mean 'contact'? The type must be one of: referral-received",
  ],
  [
    { ...contact, on: '03/04/2025' },
    "on: '03/04/2025' cannot be read here. Enter a real date, written year-month-day",
  ],
  [{ ...contact, on: '45777' }, "on: '45777' cannot be read here. Enter a real date"],
  [{ ...contact, mechanism: '1' }, "mechanism: '1' does not say how the contact was held. "],
  [{ ...contact, factId: 'x'.repeat(101) }, 'Write at most 100 characters'],
  [{ ...contact, factId: '' }, 'factId: Write a text'],
])('%j is no fact: %s', (row, says) => {
  const { person, facts, unread } = fromRow(row);
  expect([person, facts]).toEqual(['p1', []]);
  expect(unread.flatMap((each) => each.says).join('; ')).toContain(says);
});

describe('the headings of a table', () => {
  it('are known in any case and with any spaces', () => {
    const read = columns(' Person', 'TYPE', 'Fact ID', 'referral_id', 'On', 'Date of birth', '');
    expect(read.columns.map((column) => column?.field)).toEqual([
      ...['person', 'type', 'factId', 'referralId', 'on', 'dateOfBirth', undefined],
    ]);
  });

  it.each<[string[], RegExp]>([
    [['p1', 'contact', 'f1'], /^The first row must name the columns, person, type, .* It names none/],
    [
      ['who', 'type', 'factId', 'referralId', 'on'],
      /^The first row names no column "person"\. No fact has 'who'$/,
    ],
    [['person', 'type', 'factId'], /^The first row names no column "referralId", "on"$/],
    [
      [...Object.keys(contact), 'mechanisim'],
      /^No fact has the column 'mechanisim' \(column 8\)\. Did you mean 'mechanism'\?/,
    ],
    [[...Object.keys(contact), 'ON'], /^The column "on" stands twice: columns 4 and 8\. Take one out$/],
  ])('%j are none', (headings, says) => {
    expect(columnsOf(headings)).toMatch(says);
  });
});

describe('a row whose cells are not as many as the headings', () => {
  const wide = columns(...Object.keys(contact));
  it.each<[string, string[], string | undefined]>([
    ['too few', ['p1', 'f1'], 'p1'],
    ['too many', [...Object.values(contact), 'more'], 'p1'],
  ])('is named with its person where that is the first column: %s', (_, row, person) => {
    expect(factFromCells(wide, row)).toEqual({
      ...{ person, facts: [] },
      unread: [{ says: [expect.stringMatching(/^the row has \d cells, and the headings are 7/)] }],
    });
  });

  it('is of nobody who can be told where that is another column', () => {
    const read = columns('type', 'person', 'factId', 'referralId', 'on');
    expect(factFromCells(read, ['contact', 'p1']).person).toBeUndefined();
  });

  it('is read where the cells too many are empty', () => {
    expect(factFromCells(wide, [...Object.values(contact), '', '']).unread).toEqual([]);
  });

  it('is named where a cell has no heading', () => {
    const read = columns(...Object.keys(contact), '');
    expect(factFromCells(read, [...Object.values(contact), 'x']).unread).toEqual([
      { says: ['column 8 has a value and no heading'] },
    ]);
  });
});

test('a row says whose fact it is', () => {
  expect(fromRow({ ...contact, person: '' })).toEqual({
    ...{ person: undefined, facts: [] },
    unread: [{ says: ['person: say whose fact it is'] }],
  });
});

const needs = 'a line needs "person", a text in quotes, and "facts", a list';
test.each<[string, string | undefined, string]>([
  ['{', undefined, 'this is not JSON'],
  ['{ "person": "", "facts": [] }', undefined, needs],
  ['{ "person": 7, "facts": [] }', undefined, needs],
  ['{ "person": "p1", "facts": {} }', 'p1', needs],
  ['{ "person": "p1", "facts": [ {}, ] }', 'p1', 'this is not JSON: take out the comma before ] or }'],
  ["{ 'person': 'p1' }", undefined, 'this is not JSON: write double quotes, not single ones'],
  ['{ "person": "p1", "facts": [ { "person": "p2" ', undefined, 'this is not JSON'],
  ['{ "person": "p\\"1", "facts": ', 'p"1', 'this is not JSON'],
])('of %s the person is %s', (text, person, says) => {
  expect(factsFromJson(text)).toEqual({ person, facts: [], unread: [{ says: [says] }] });
});

test('a fact that is none is named by place and field', () => {
  const { person: _, ...fact } = contact;
  const { facts, unread } = factsFromJson(
    JSON.stringify({ person: 'p1', facts: [fact, 7, { ...fact, tool: 'SDQ' }] }),
  );
  expect(facts).toEqual([fact]);
  expect(unread.map(({ place }) => place)).toEqual([2, 3]);
  expect(unread[1]?.says).toEqual(['tool: this kind of fact has no such field']);
});
