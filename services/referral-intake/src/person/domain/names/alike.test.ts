import { isPlaceholder, namesAlike, type WrittenName } from './alike.ts';

const called = (written: string): WrittenName => {
  const [givenName = '', familyName = '', preferredName] = written.split('/').map((part) => part.trim());
  return { givenName, familyName, ...(preferredName && { preferredName }) };
};

test.each([
  ['Acorn / Demo', 'Acorn / Demo'],
  ['Acorn / Demo', 'ACORN / DEMO'],
  ['Alfred / Demo', 'Alfie / Demo'],
  ['Mohammed / Demo', 'Muhammad / Demo'],
  ['Siobhan / Demo', 'Siobhán / Demo'],
  ['Ann-Marie / Demo', 'Annmarie / Demo'],
  ['Ann Marie / Demo', 'Marie / Demo'],
  ['Demo / Acorn', 'Acorn / Demo'],
  ['Acorn / Smith-Demo', 'Acorn / Smith'],
  ['Baby / Demo', 'Acorn / Demo'],
  ['Baby Girl / Demo', 'Acorn / Demo'],
  ['Infant of Jane / Demo', 'Acorn / Demo'],
  ['Suresh /', 'Suresh / Kumar'],
  ['/ Suresh', 'Suresh /'],
  ['Oakley / Demo / Ash', 'Ash / Demo'],
])('%s may be %s', (one, other) => {
  expect(namesAlike([called(one)], called(other))).toBe(true);
  expect(namesAlike([called(other)], called(one))).toBe(true);
});

test.each([
  ['Acorn / Demo', 'Birch / Demo'],
  ['Ella / Demo', 'Emma / Demo'],
  ['Jake / Demo', 'Jade / Demo'],
  ['Ella Rose / Demo', 'Eva Rose / Demo'],
  ['Acorn / Demo', 'Acorn / Otherton'],
  ['Twin 1 / Demo', 'Baby / Demo'],
  ['Baby A / Demo', 'Baby B / Demo'],
  ['Baby / Demo', 'Acorn / Otherton'],
  ['/ Demo', 'Acorn / Demo'],
  ['. / .', 'Acorn / Demo'],
])('%s is somebody else than %s', (one, other) => {
  expect(namesAlike([called(one)], called(other))).toBe(false);
  expect(namesAlike([called(other)], called(one))).toBe(false);
});

test('a former name is a name of the person, unless it only stood in for one', () => {
  expect(namesAlike([called('Acorn / New'), called('Acorn / Demo')], called('Acorn / Demo'))).toBe(true);
  expect(namesAlike([called('Acorn / Demo'), called('Baby / Demo')], called('Birch / Demo'))).toBe(false);
});

test.each(['Baby', 'baby boy', 'Twin 2', 'Newborn'])('%s stands in for a name', (written) => {
  expect(isPlaceholder(written)).toBe(true);
});
test.each(['Acorn', 'Babette', ''])('%j does not', (written) => {
  expect(isPlaceholder(written)).toBe(false);
});
