import { calendarDate, Postcode } from '@waymark/care-types';
import type { PersonDetails } from '../domain/person.ts';
import { correctPerson } from './decide.ts';

const held: PersonDetails = {
  givenName: 'Acorn',
  familyName: 'Demo-Corrected',
  dateOfBirth: calendarDate('2016-05-04'),
  address: '1 Synthetic Street',
  postcode: Postcode.parse('DH1 1AB'),
  contacts: [{ name: 'Synthetic Aunt', relation: 'other', parentalResponsibility: 'no', mayBeTold: true }],
};
const right: PersonDetails = {
  givenName: 'Acorn',
  familyName: 'Demo-Mended',
  dateOfBirth: calendarDate('2016-04-05'),
};
const all = { seesPlace: true, toTell: false };

test('what is right takes the place of what is held; what is left out is not known; contacts stay', () => {
  expect(correctPerson(held, right, all)).toEqual({
    kind: 'decided',
    state: { ...right, contacts: held.contacts },
    events: [],
  });
});

test('where a hidden child is stays for somebody who may not see it, and it stays hidden', () => {
  const hidden = { ...held, education: 'school' as const, addressHidden: true };
  expect(correctPerson(hidden, right, { seesPlace: false, toTell: false })).toMatchObject({
    state: {
      familyName: 'Demo-Mended',
      address: '1 Synthetic Street',
      postcode: 'DH1 1AB',
      education: 'school',
      addressHidden: true,
    },
  });
  expect(correctPerson(hidden, right, all)).toMatchObject({ state: { addressHidden: true } });
  expect(correctPerson(hidden, right, all)).not.toHaveProperty('state.address');
});

test('nothing that differs is nothing to correct, unless the referrals hold it', () => {
  const { contacts: _apart, ...same } = held;
  expect(correctPerson(held, same, all)).toMatchObject({ code: 'nothing-changed' });
  expect(correctPerson(held, same, { seesPlace: true, toTell: true })).toMatchObject({ kind: 'decided' });
});
