import { isAttended } from '@waymark/care-types';
import type { Contact, Fact } from '../fact.ts';

/** The first contact at which the child was seen in one of some ways, on or after a day, and of which more may be asked. */
export function firstSeen(
  facts: readonly Fact[],
  from: string,
  mechanisms: ReadonlySet<string> | null,
  also: (contact: Contact) => boolean = () => true,
): Contact | undefined {
  for (const fact of facts)
    if (
      fact.type === 'contact' &&
      fact.indirect !== true &&
      fact.on >= from &&
      isAttended(fact.attendance) &&
      (mechanisms === null || mechanisms.has(fact.mechanism)) &&
      also(fact)
    )
      return fact;
  return undefined;
}

/** The appointments from one day to another that came to nothing: cancelled, not brought, too late to be seen. */
export function withoutSeeing(facts: readonly Fact[], from: string, until: string): string[] {
  const ids: string[] = [];
  for (const fact of facts)
    if (
      fact.type === 'contact' &&
      fact.indirect !== true &&
      fact.on >= from &&
      fact.on <= until &&
      !isAttended(fact.attendance)
    )
      ids.push(fact.factId);
  return ids;
}
