import { decide, refuse, type Decision } from '@waymark/decisions';
import { changedFields, placeFields, type PersonDetails } from '../domain/person.ts';

/** What is kept as it is when the details are corrected: each has its own step. */
const apart = ['contacts', 'addressHidden', 'gillick'] as const;

/** What is neither shown nor taken where it is hidden where the child is. */
export const ofThePlace = [...placeFields, 'education'] as const;

/**
 * Put the right details in place of what is held; what is left out is not known. Where the child is stays as it is for
 * somebody who may not see it. `toTell` says whether something is corrected that is held with the referrals alone.
 */
export function correctPerson(
  held: PersonDetails,
  right: PersonDetails,
  { seesPlace, toTell }: { seesPlace: boolean; toTell: boolean },
): Decision<PersonDetails> {
  const kept = seesPlace || !held.addressHidden ? apart : [...apart, ...ofThePlace];
  const next: PersonDetails = {
    ...right,
    ...Object.fromEntries(kept.flatMap((field) => (held[field] === undefined ? [] : [[field, held[field]]]))),
  };
  if (changedFields(held, next).length === 0 && !toTell) return refuse('nothing-changed');
  return decide(next);
}
