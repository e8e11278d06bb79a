import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import { phoneDigits } from '../../shared/domain/text.ts';
import { joinedForms, nameFrom } from '../domain/names/name.ts';
import type { PersonDetails, SealedPerson } from '../domain/person.ts';

/** Which of these a record has: 2 with the words of a name as they might be written together, and with phone numbers. */
export const searchKeysVersion = 2;

/** The keyed hashes by which a child is found: each word of each name, how each sounds, the date of birth, and the
 * phone numbers. */
export function searchKeys(
  {
    givenName,
    familyName,
    preferredName = '',
    dateOfBirth,
    phone,
    contacts = [],
    addressHidden,
  }: PersonDetails,
  index: BlindIndex,
): Required<Pick<SealedPerson, 'names' | 'sounds' | 'born' | 'keys'>> & Pick<SealedPerson, 'phones'> {
  const written = [givenName, familyName, preferredName];
  const names = written.map(nameFrom);
  const words = [...names.flatMap((name) => name.words), ...written.flatMap(joinedForms)];
  // By the number of a hidden child it could be learned that somebody with this number is here.
  const phones = addressHidden
    ? []
    : [phone, ...contacts.map((contact) => contact.phone)].flatMap((each) =>
        each === undefined ? [] : [phoneDigits(each)],
      );
  return {
    keys: searchKeysVersion,
    names: [...new Set(words)].map((word) => index.ofWord(word)),
    sounds: [...new Set(names.flatMap(({ sounds }) => sounds))].map((sound) => index.ofSound(sound)),
    born: index.ofBirth(dateOfBirth),
    ...(phones.length > 0 && { phones: [...new Set(phones)].map((digits) => index.ofPhone(digits)) }),
  };
}
