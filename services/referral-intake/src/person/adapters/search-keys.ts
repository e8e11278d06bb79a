import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import { nameFrom } from '../domain/names/name.ts';
import type { PersonDetails, SealedPerson } from '../domain/person.ts';

/** The keyed hashes by which a child is found: each word of each name, how each sounds, and the date of birth. */
export function searchKeys(
  { givenName, familyName, preferredName = '', dateOfBirth }: PersonDetails,
  index: BlindIndex,
): Required<Pick<SealedPerson, 'names' | 'sounds' | 'born'>> {
  const names = [givenName, familyName, preferredName].map(nameFrom);
  return {
    names: [...new Set(names.flatMap(({ words }) => words))].map((word) => index.ofWord(word)),
    sounds: [...new Set(names.flatMap(({ sounds }) => sounds))].map((sound) => index.ofSound(sound)),
    born: index.ofBirth(dateOfBirth),
  };
}
