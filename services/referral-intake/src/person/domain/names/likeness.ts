import { jaroWinkler } from './jaro-winkler.ts';
import type { Name } from './name.ts';

/** How alike two given names are, or two family names. */
export type NameLikeness =
  'exact' | 'short form' | 'spelling' | 'part' | 'swapped' | 'alike' | 'different' | 'not known';

/** The given and the family name of a person, made ready for comparing. */
export type FullName = { given: Name; family: Name };

/** From here on two words are one, misspelled; and from here on they are merely alike. Winkler's own tables begin near them. */
const misspelled = 0.92;
const soundingMisspelled = 0.8;
const somewhatAlike = 0.85;

/** How alike two given names are, or two family names. */
export function nameLikeness(a: Name, b: Name): NameLikeness {
  if (a.plain === '' || b.plain === '') return 'not known';
  if (a.plain === b.plain || sameLetters(a, b)) return 'exact';
  if (a.words.length !== b.words.length && shareAWord(a, b)) return 'part';
  if (a.groups.some((group) => b.groups.includes(group))) return 'short form';
  const likeness = jaroWinkler(a.plain, b.plain);
  if (likeness >= misspelled) return 'spelling';
  if (shareAWord(a, b)) return 'part';
  if (likeness >= soundingMisspelled && a.sounds.some((sound) => b.sounds.includes(sound))) return 'spelling';
  return likeness >= somewhatAlike ? 'alike' : 'different';
}

/** "Ann Marie" and "Annmarie". */
function sameLetters(a: Name, b: Name): boolean {
  return a.words.length !== b.words.length && a.words.join('') === b.words.join('');
}

function shareAWord(a: Name, b: Name): boolean {
  return a.words.some((word) => word.length > 1 && b.words.includes(word));
}

/** Each name in the other's place, or a word of it, and nothing in its own. */
export function areSwapped(a: FullName, b: FullName): boolean {
  const crosswise = haveInCommon(a.given, b.family) && haveInCommon(a.family, b.given);
  return crosswise && !haveInCommon(a.given, b.given) && !haveInCommon(a.family, b.family);
}

function haveInCommon(a: Name, b: Name): boolean {
  return a.plain === b.plain || shareAWord(a, b);
}
