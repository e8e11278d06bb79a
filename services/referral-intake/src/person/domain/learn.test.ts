import { calendarDate, nthTestNhsNumber, Postcode } from '@waymark/care-types';
import fc from 'fast-check';
import { learn } from './learn.ts';
import { changedFields, type PersonDetails } from './person.ts';

const held: PersonDetails = {
  givenName: 'Acorn',
  familyName: 'Demo-Ashgill',
  dateOfBirth: calendarDate('2016-05-04'),
  phone: '0191 498 0001',
  postcode: Postcode.parse('DH1 1AB'),
  school: '114312',
};

test('who has not seen what is held fills what is missing, and says otherwise in what differs', () => {
  const stated = { ...held, familyName: 'Demo-Other', phone: '0191 498 0002', address: '1 Synthetic Street' };
  expect(learn(held, stated, 'fills')).toEqual({
    details: { ...held, address: '1 Synthetic Street' },
    filled: ['address'],
    otherwise: ['familyName', 'phone'],
  });
});

test('who has seen it replaces it', () => {
  const stated = { ...held, phone: '0191 498 0002' };
  expect(learn(held, stated, 'replaces')).toMatchObject({
    details: { phone: '0191 498 0002' },
    filled: ['phone'],
    otherwise: [],
  });
});

test('nothing is lost by what a statement leaves out', () => {
  const { phone: _phone, school: _school, ...less } = held;
  for (const authority of ['fills', 'replaces'] as const)
    expect(learn(held, less, authority)).toEqual({ details: held, filled: [], otherwise: [] });
});

test('a hidden address stays hidden and held; anybody may ask to hide one', () => {
  const hidden = { ...held, addressHidden: true };
  const moved = { ...held, postcode: Postcode.parse('DH7 7AA'), addressHidden: false };
  expect(learn(hidden, moved, 'fills').details).toEqual(hidden);
  expect(learn(hidden, moved, 'replaces')).toEqual({ details: hidden, filled: [], otherwise: ['postcode'] });
  expect(learn(held, { ...held, addressHidden: true }, 'fills').details.addressHidden).toBe(true);
});

test('a name that only stood in for one is filled', () => {
  expect(learn({ ...held, givenName: 'Baby' }, held, 'fills').details.givenName).toBe('Acorn');
});

test('a school and the lack of one are never held together', () => {
  const athome = { ...held, school: undefined, education: 'home-educated' as const };
  expect(learn(held, athome, 'fills')).toMatchObject({
    details: { school: '114312' },
    otherwise: ['education'],
  });
  const now = learn(held, athome, 'replaces').details;
  expect([now.school, now.education]).toEqual([undefined, 'home-educated']);
  const atSchool = { ...held, education: 'school' as const };
  expect(learn(held, atSchool, 'fills').otherwise).toEqual([]);
});

test('an NHS number that becomes known is filled, and one that differs is not', () => {
  const numbered = { ...held, nhsNumber: nthTestNhsNumber(1) };
  expect(learn(held, numbered, 'fills').filled).toEqual(['nhsNumber']);
  expect(learn(numbered, { ...held, nhsNumber: nthTestNhsNumber(2) }, 'fills').otherwise).toEqual([
    'nhsNumber',
  ]);
});

const word = fc.option(fc.constantFrom('Ash', 'Birch', 'Cedar'), { nil: undefined });
const details = fc.record({
  givenName: fc.constantFrom('Acorn', 'Baby', ''),
  familyName: fc.constantFrom('Demo', 'Demo-Other', ''),
  dateOfBirth: fc.constantFrom(calendarDate('2016-05-04'), calendarDate('2016-05-05')),
  preferredName: word,
  address: word,
  phone: word,
  school: fc.option(fc.constantFrom('114312', '114313'), { nil: undefined }),
  addressHidden: fc.option(fc.boolean(), { nil: undefined }),
});

test('what is held changes only where nothing was held, whoever has not seen it states what', () => {
  fc.assert(
    fc.property(details, details, (before: PersonDetails, stated: PersonDetails) => {
      const { details: after, filled, otherwise } = learn(before, stated, 'fills');
      expect(changedFields(before, after).toSorted()).toEqual(filled.toSorted());
      expect(filled.filter((field) => otherwise.includes(field))).toEqual([]);
      expect(learn(after, stated, 'fills').filled).toEqual([]);
    }),
  );
});
