import { labelOf, meant, organisationsOf, search } from './organisations.ts';

const known = organisationsOf([
  { code: '114312', name: 'Durham Johnston Comprehensive School', kind: 'school', place: 'Durham' },
  { code: '114313', name: "St Leonard's Catholic School", kind: 'school', place: 'Durham' },
  { code: 'A83001', name: "St Andrew's Medical Practice", kind: 'practice', place: 'DL16 6QA' },
]);

test.each([
  ['a code', '114312', '114312'],
  ['a code in small letters', 'a83001', 'A83001'],
  ['a label from the list', "St Leonard's Catholic School (114313)", '114313'],
  ['a whole name', 'durham johnston comprehensive school', '114312'],
  ['words that one alone has', 'st leonards', '114313'],
])('%s is understood', (_what, said, code) => {
  expect(meant(known, said)?.code).toBe(code);
});

test.each([
  ['words that two have', 'durham', undefined],
  ['words that nobody has', 'hogwarts', undefined],
  ['nothing', ' ', undefined],
  ['a practice where a school is asked for', 'A83001', 'school' as const],
])('%s is not guessed at', (_what, said, kind) => {
  expect(meant(known, said, kind)).toBeUndefined();
});

test('what a label says leads back to its organisation', () => {
  for (const each of known.all) expect(meant(known, labelOf(each))).toBe(each);
});

test('a search finds by name, place and code, in the order of names', () => {
  expect(search(known.all, 'school durham').map(({ code }) => code)).toEqual(['114312', '114313']);
  expect(search(known.all, 'dl16').map(({ code }) => code)).toEqual(['A83001']);
});
