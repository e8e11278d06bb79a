import { calendarDate } from '@waymark/care-types';
import {
  labelOf,
  meant,
  organisationsOf,
  organisationWritten,
  pickOrganisation,
  search,
} from './organisations.ts';

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
])('%s is understood', (_what, said, code) => {
  expect(meant(known, said)?.code).toBe(code);
});

test.each([
  ['words that two have', 'durham', undefined],
  ['words that one alone has', 'st leonards', undefined],
  ['a part of the one name of its kind', 'andrew', 'practice' as const],
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

const withMore = organisationsOf(known.all, {
  closed: [
    {
      ...{ code: 'A83004', name: 'Avenue Family Practice', kind: 'practice', place: 'SR7 8LF' },
      closedOn: calendarDate('2020-11-30'),
    },
  ],
  defaults: [
    { code: 'V81997', kind: 'practice', means: 'none', text: 'Not registered with a GP practice' },
    { code: 'V81999', kind: 'practice', means: 'not known', text: 'GP practice not known' },
  ],
});

test.each([
  ['a code', 'a83001', 'practice', { is: 'listed', code: 'A83001' }],
  ['a whole name', 'St Andrews Medical Practice', 'practice', { is: 'listed', code: 'A83001' }],
  ['the code of a school as the ODS has it', 'EE114312', 'school', { is: 'listed', code: '114312' }],
  ['one that has closed', 'A83004', 'practice', { is: 'closed', code: 'A83004' }],
  ['that there is none', 'V81997', 'practice', { is: 'none', code: 'V81997' }],
  ['that it is not known', 'v81999', 'practice', { is: 'not known' }],
  ['a number that stands in no list', '999999', 'school', { is: 'unlisted', code: '999999' }],
  ['a code of another county', 'P81001', 'practice', { is: 'unlisted', code: 'P81001' }],
  ['a part of a name', 'Andrews', 'practice', undefined],
  ['a code of another kind', 'A83001', 'school', undefined],
  ['no code and no name', 'Dr Foster', 'practice', undefined],
] as const)('%s in a record is understood', (_what, written, kind, meansThis) => {
  expect(organisationWritten(withMore, written, kind)).toEqual(meansThis);
});

test.each([
  ['A83001', "St Andrew's Medical Practice (A83001)"],
  ['A83004', 'Avenue Family Practice (A83004), closed on 30 November 2020'],
  ['V81997', 'Not registered with a GP practice'],
  ['P81001', 'Code P81001, not in our list'],
])('the code %s is said in words', (code, words) => {
  expect(withMore.inWords(code)).toBe(words);
});

test('one that has closed is not offered, and what is held may stay', () => {
  expect(meant(withMore, 'A83004')).toBeUndefined();
  expect(
    pickOrganisation('practice', 'Code P81001, not in our list', withMore, 'practice').faults,
  ).toHaveLength(1);
  expect(
    pickOrganisation('practice', 'Code P81001, not in our list', withMore, 'practice', 'P81001'),
  ).toEqual({ code: 'P81001', faults: [] });
});

test.each([
  ['one that it may be', 'andrew', "Did you mean St Andrew's Medical Practice (A83001)?"],
  [
    'several that it may be',
    'durham',
    "Did you mean Durham Johnston Comprehensive School (114312), or St Leonard's Catholic School (114313)?",
  ],
  ['none', 'hogwarts', 'Choose an organisation from the list'],
])('what is typed short is not sent as something longer, but answered with %s', (_what, said, says) => {
  expect(pickOrganisation('child.school', said, known)).toEqual({
    code: undefined,
    faults: [{ field: 'child.school', says: expect.stringContaining(says) as string }],
  });
});
