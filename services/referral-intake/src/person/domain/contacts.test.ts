import { calendarDate } from '@waymark/care-types';
import { mostContacts, telling, type Contact, type GillickNote } from './contact.ts';
import { contactAt, ContactPlace, withContact, withContactAt } from './contacts.ts';
import type { PersonDetails } from './person.ts';

const aunt: Contact = {
  name: 'Synthetic Aunt',
  relation: 'other',
  parentalResponsibility: 'no',
  mayBeTold: true,
};
const child: PersonDetails = {
  givenName: 'Acorn',
  familyName: 'Demo-Contacts',
  dateOfBirth: calendarDate('2012-05-04'),
};
const note: GillickNote = {
  decides: true,
  note: 'Synthetic words.',
  on: calendarDate('2026-03-02'),
  by: 'synthetic-clinician',
};

test('somebody is added last, up to the most that may be held', () => {
  expect(withContact(child, aunt)).toMatchObject({ state: { contacts: [aunt] } });
  const full = { ...child, contacts: Array.from({ length: mostContacts }, () => aunt) };
  expect(withContact(full, aunt)).toMatchObject({ code: 'too-many-contacts' });
});

test('one place of the list is changed or taken away, and no other', () => {
  const two = { ...child, contacts: [aunt, { ...aunt, name: 'Synthetic Uncle' }] };
  expect(contactAt(two, 2)?.name).toBe('Synthetic Uncle');
  expect(withContactAt(two, 2, (held) => ({ ...held, mayBeTold: false }))).toMatchObject({
    state: { contacts: [{ mayBeTold: true }, { name: 'Synthetic Uncle', mayBeTold: false }] },
  });
  expect(withContactAt(two, 1, undefined)).toMatchObject({
    state: { contacts: [{ name: 'Synthetic Uncle' }] },
  });
  expect(withContactAt({ ...child, contacts: [aunt] }, 1, undefined)).toEqual({
    kind: 'decided',
    state: child,
    events: [],
  });
  expect(withContactAt(two, 3, undefined)).toMatchObject({ code: 'no-such-contact' });
});

test.each([
  ['nobody is told until it is said', { ...aunt, mayBeTold: false }, undefined, 'not'],
  ['who may be told is told', aunt, undefined, 'may'],
  ['a young person who decides is asked first', aunt, note, 'ask-first'],
  ['one who does not decide yet is not', aunt, { ...note, decides: false }, 'may'],
  ['what the young person agreed to holds', { ...aunt, gillick: note }, note, 'may'],
  ['what the young person refused holds', { ...aunt, mayBeTold: false, gillick: note }, note, 'not'],
] as const)('%s', (_, contact, youngPerson, says) => {
  expect(telling(contact, youngPerson)).toBe(says);
});

test.each(['0', '11', '1.5', 'one', ''])('%j is no place in the list', (place) => {
  expect(ContactPlace.safeParse(place)).toMatchObject({
    error: { issues: [{ message: expect.stringContaining('1 to 10') as string }] },
  });
});
