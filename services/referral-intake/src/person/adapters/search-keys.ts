import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import { phoneDigits } from '../../shared/domain/text.ts';
import { joinedForms, nameFrom } from '../domain/names/name.ts';
import type { PersonDetails, SealedPerson } from '../domain/person.ts';

/**
 * Which of these a record has: 2 with the words of a name as they might be written together, and with phone numbers; 3
 * with each two words, and how they sound.
 */
export const searchKeysVersion = 3;

/**
 * The keyed hashes by which a child is found: each word of each name and each two of them, how they sound, the date of
 * birth, and the phone numbers. Of a million children ten thousand are called Smith, and a hundred Oliver Smith.
 */
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
  const words = [...new Set([...names.flatMap((name) => name.words), ...written.flatMap(joinedForms)])];
  const sounds = [...new Set(names.flatMap((name) => name.sounds))];
  // By the number of a hidden child it could be learned that somebody with this number is here.
  const phones = addressHidden
    ? []
    : [phone, ...contacts.map((contact) => contact.phone)].flatMap((each) =>
        each === undefined ? [] : [phoneDigits(each)],
      );
  return {
    keys: searchKeysVersion,
    names: [
      ...words.map((word) => index.ofWord(word)),
      ...pairsOf(words).map((both) => index.ofWords(...both)),
    ],
    sounds: [
      ...sounds.map((sound) => index.ofSound(sound)),
      ...pairsOf(sounds).map((both) => index.ofSounds(...both)),
    ],
    born: index.ofBirth(dateOfBirth),
    ...(phones.length > 0 && { phones: [...new Set(phones)].map((digits) => index.ofPhone(digits)) }),
  };
}

function pairsOf(words: readonly string[]): [string, string][] {
  return words.flatMap((one, at) => words.slice(at + 1).map((other): [string, string] => [one, other]));
}
