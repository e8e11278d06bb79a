import { ageOn, type CalendarDate } from '@waymark/care-types';
import type { PersonId } from '@waymark/events';
import type { People } from '../../person/index.ts';
import type { PersonDetails } from '../../person/domain/person.ts';

/** The search for whom a child may be. The area of duplicates has it, and `app.ts` passes it in. */
type PossibleChildren = {
  candidatesFor(
    child: PersonDetails,
    own?: PersonId,
  ): readonly { personId: PersonId; verdict: 'same' | 'look' }[];
};

export type MayBeParts = { duplicates: PossibleChildren; people: People };

type May = (permission: 'duplicate:decide') => boolean;

/** A child who may be the one that somebody types in. */
export type MayBeChild = { personId: PersonId; name: string; age: number; verdict: 'same' | 'look' };

/**
 * The children who may be the one that somebody is about to refer, with names, for those who decide about duplicates;
 * undefined for all others, who are told nothing of children whom they may not see.
 */
export async function mayBeChildren(
  child: PersonDetails,
  today: CalendarDate,
  may: May,
  { duplicates, people }: MayBeParts,
): Promise<MayBeChild[] | undefined> {
  if (!may('duplicate:decide')) return undefined;
  const candidates = duplicates.candidatesFor(child);
  const names = await people.detailsOf(candidates.map(({ personId }) => personId));
  return candidates.flatMap(({ personId, verdict }) => {
    const details = names.get(personId);
    if (!details) return [];
    const name = `${details.givenName} ${details.familyName}`.trim();
    return [{ personId, name, age: ageOn(details.dateOfBirth, today), verdict }];
  });
}

/** Which children the one who was just referred may be, as pseudonyms; null for who may not see them. */
export function mayBeKnownAs(
  child: PersonDetails,
  own: PersonId,
  may: May,
  { duplicates }: Pick<MayBeParts, 'duplicates'>,
): PersonId[] | null {
  if (!may('duplicate:decide')) return null;
  return duplicates.candidatesFor(child, own).map(({ personId }) => personId);
}
