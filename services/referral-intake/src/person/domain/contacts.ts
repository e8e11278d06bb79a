import { decide, refuse, type Decision } from '@waymark/decisions';
import { z } from 'zod';
import { mostContacts, type Contact } from './contact.ts';
import type { PersonDetails } from './person.ts';

/** The place of somebody in the list of a child's contacts, from 1. */
export const ContactPlace = z.coerce
  .number({ error: `A contact is named by its place in the list, 1 to ${mostContacts}` })
  .int(`A contact is named by its place in the list, 1 to ${mostContacts}`)
  .min(1, `A contact is named by its place in the list, 1 to ${mostContacts}`)
  .max(mostContacts, `A contact is named by its place in the list, 1 to ${mostContacts}`);

/** The contact at a place; undefined where there is none. */
export function contactAt({ contacts = [] }: PersonDetails, place: number): Contact | undefined {
  return contacts[place - 1];
}

/** Add somebody to the contacts of a child, last. */
export function withContact(details: PersonDetails, contact: Contact): Decision<PersonDetails> {
  const { contacts = [] } = details;
  if (contacts.length >= mostContacts) return refuse('too-many-contacts');
  return decide({ ...details, contacts: [...contacts, contact] });
}

/** Put another contact in the place of one, or none. */
export function withContactAt(
  details: PersonDetails,
  place: number,
  next: ((held: Contact) => Contact) | undefined,
): Decision<PersonDetails> {
  const held = contactAt(details, place);
  if (!held) return refuse('no-such-contact');
  const contacts = (details.contacts ?? []).flatMap((each, at) =>
    at !== place - 1 ? [each] : next ? [next(each)] : [],
  );
  if (contacts.length > 0) return decide({ ...details, contacts });
  const { contacts: _none, ...rest } = details;
  return decide(rest);
}
