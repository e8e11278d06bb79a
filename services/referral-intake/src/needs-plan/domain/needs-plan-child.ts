import { jaroWinkler } from '../../person/domain/names/jaro-winkler.ts';
import { nameFrom } from '../../person/domain/names/name.ts';
import type { PersonDetails } from '../../person/domain/person.ts';

export type PlanChild = Pick<PersonDetails, 'givenName' | 'familyName' | 'dateOfBirth' | 'nhsNumber'>;

/** From so alike on, two given names may be one with a slip: "Catherine" and "Katherine", not "Emma" and "Ella". */
const alike = 0.85;

/**
 * Whether a plan and a referral are of one child, for a person who names both: by number where both know it, otherwise
 * by date of birth and a given name that is the same or nearly so. Twins are told apart by the given name; a name that stands
 * alone is compared with the whole of the other, in whichever box it was written.
 */
export function sameChild(one: PlanChild, other: PlanChild): boolean {
  if (one.nhsNumber !== undefined && other.nhsNumber !== undefined) return one.nhsNumber === other.nhsNumber;
  if (one.dateOfBirth !== other.dateOfBirth) return false;
  const [a, b] = [nameFrom(one.givenName).plain, nameFrom(other.givenName).plain];
  if (a === '' || b === '') return wholeName(one) === wholeName(other);
  if (a === b) return true;
  const [of, also] = [nameFrom(one.familyName).plain, nameFrom(other.familyName).plain];
  return of === also && jaroWinkler(a, b) >= alike;
}

function wholeName({ givenName, familyName }: PlanChild): string {
  return nameFrom(`${givenName} ${familyName}`).plain;
}
