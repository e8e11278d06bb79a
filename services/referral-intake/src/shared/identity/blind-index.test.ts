import { calendarDate, nthTestNhsNumber, Postcode } from '@waymark/care-types';
import { blindIndex } from './blind-index.ts';

const index = blindIndex('a synthetic secret');
const child = {
  familyName: "Demo-O'Hara",
  givenName: 'Zoë',
  dateOfBirth: calendarDate('2016-05-04'),
  postcode: Postcode.parse('DH1 1AB'),
};

test.each([
  ['accents and case', { ...child, givenName: 'ZOE' }],
  ['hyphens, apostrophes and spaces', { ...child, familyName: 'demo ohara ' }],
])('the same child is found in spite of %s', (_what, written) => {
  expect(index.ofName(written)).toBe(index.ofName(child));
});

test.each([
  ['given name', { ...child, givenName: 'Zack' }],
  ['date of birth', { ...child, dateOfBirth: calendarDate('2016-05-05') }],
  ['postcode', { ...child, postcode: undefined }],
])('another %s is another child', (_what, other) => {
  expect(index.ofName(other)).not.toBe(index.ofName(child));
});

test('what is found by says nothing without the key', () => {
  const number = nthTestNhsNumber(1);
  expect(index.ofNhsNumber(number)).not.toContain(number);
  expect(blindIndex('another secret').ofNhsNumber(number)).not.toBe(index.ofNhsNumber(number));
});
