import { isAttended } from '@waymark/care-types';
import type { Contact } from '../fact.ts';

/** The first contact at which the child was seen in one of some ways, on or after a day, and of which more may be asked. */
export function firstSeen(
  contacts: readonly Contact[],
  from: string,
  mechanisms: ReadonlySet<string> | null,
  also: (contact: Contact) => boolean = () => true,
): Contact | undefined {
  return contacts.find(
    (contact) =>
      isAttended(contact.attendance) &&
      (mechanisms === null || mechanisms.has(contact.mechanism)) &&
      contact.on >= from &&
      also(contact),
  );
}

/** The appointments from one day to another that came to nothing: cancelled, not brought, too late to be seen. Null for none. */
export function withoutSeeing(contacts: readonly Contact[], from: string, until: string): string[] | null {
  let ids: string[] | null = null;
  for (const { on, attendance, factId } of contacts)
    if (!isAttended(attendance) && on >= from && on <= until) (ids ??= []).push(factId);
  return ids;
}
