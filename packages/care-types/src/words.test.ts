import { dayInWords, midSentence, monthInWords, sentenceCase, shortDayInWords } from './words.ts';

test.each([
  ['2023-01-12', '12 January 2023'],
  [Temporal.PlainDate.from('2026-03-29'), '29 March 2026'],
  ['2023-02-30', ''],
  [null, ''],
  [undefined, ''],
  ['<b>', ''],
])('the date %s is written "%s", wherever the machine stands', (value, written) => {
  expect(dayInWords(value)).toBe(written);
});

test('a month, and a day where there is little room', () => {
  expect(monthInWords('2023-01-31')).toBe('January 2023');
  expect(shortDayInWords('2023-09-12')).toBe('12 Sept 2023');
});

test('the first letter alone is made large or small', () => {
  expect(sentenceCase('first contact of the CAMHS team')).toBe('First contact of the CAMHS team');
  expect(midSentence('First contact of the CAMHS team')).toBe('first contact of the CAMHS team');
  expect(sentenceCase('')).toBe('');
  expect(midSentence('')).toBe('');
});
