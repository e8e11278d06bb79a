import { doubleMetaphone } from 'double-metaphone';
import { shortForms } from './short-forms.ts';

/** A name made ready for comparing and for finding. */
export type Name = {
  /** Lower case without accents, apostrophes, hyphens and particles; words apart by one space. Empty for none. */
  plain: string;
  words: readonly string[];
  /** How each word sounds, by Double Metaphone; the sound of the full form of a short one too. */
  sounds: readonly string[];
  /** The groups of short forms that the first word stands in, by number. */
  groups: readonly number[];
};

/** Words that are left out of names, or tied to the next, at will: "van der Berg", "de Souza", "O Brien", "al Hassan". */
const particles = new Set(
  'al bin bint da de del den der di dos du el ibn la le o st san ter ten van von y'.split(' '),
);

/** A name of more words than this is found by its first ones, so that no name makes a flood of keys. */
const mostWordsHeard = 4;

/** Letters that do not fall apart into a letter and an accent. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  ð: 'd',
  þ: 'th',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  œ: 'oe',
};

/**
 * Apostrophes of every kind that people type, letters that look like them, and the joiners of letters. Taken out before
 * letters fall apart, when an acute accent that stands alone would become a space, and after.
 */
const apostrophesAndJoiners = /['’‘‛ʼʻʹʾʿ`´′＇՚׳ꞌ\u200c\u200d]/gu;

const groupsOf = new Map<string, number[]>();
for (const [number, group] of shortForms.entries()) {
  for (const word of group) groupsOf.set(word, [...(groupsOf.get(word) ?? []), number]);
}

/**
 * A name without what people write in different ways: case, accents, apostrophes ("O'Neill" is "oneill"), hyphens,
 * particles, and "Mac" for "Mc". Two names that are equal here are taken for exactly the same. A name in another
 * script keeps its letters.
 */
export function nameFrom(written: string): Name {
  const apart = wordsIn(written);
  const bearing = apart.filter((word) => !particles.has(word));
  const words = bearing.length === 0 ? apart : bearing;
  const [first = ''] = words;
  const groups = groupsOf.get(first) ?? [];
  const full = groups.flatMap((number) => shortForms[number]?.[0] ?? []);
  const spoken = [...words.slice(0, mostWordsHeard), ...full];
  return { plain: words.join(' '), words, groups, sounds: soundsOf(spoken) };
}

/** Words that are at times written together with the next. */
const tied: ReadonlySet<string> = new Set([...particles, 'mac', 'mc', 'fitz', 'bat']);

/**
 * A name as its words might be written together: "O Neill" as "oneill", "Mc Kenna" as "mackenna", "de la Cruz" as
 * "delacruz", "Ann Marie" as "annmarie". Whoever looks for the one finds the other, so both sides are known by these.
 */
export function joinedForms(written: string): string[] {
  const runs = joinedWords(written);
  const pairs = runs.slice(1, mostWordsHeard).map((word, at) => `${runs[at] ?? ''}${word}`);
  return [...new Set([...runs.slice(0, mostWordsHeard), ...pairs.map(asOneWord)])];
}

/** The words of a name, those that are tied to the next written with it: "Ann de la Cruz" is "ann" and "delacruz". */
export function joinedWords(written: string): string[] {
  const apart = wordsIn(written);
  const runs: string[] = [];
  let run = '';
  for (const word of apart) {
    run += word;
    if (tied.has(word)) continue;
    runs.push(run);
    run = '';
  }
  if (run !== '') runs.push(run);
  return runs.map(asOneWord);
}

function asOneWord(text: string): string {
  return text.replace(/^mc(?=\p{L}{2})/u, 'mac');
}

/** The words of a name, in lower case, without accents and apostrophes. */
export function wordsIn(written: string): string[] {
  return written
    .replace(apostrophesAndJoiners, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(apostrophesAndJoiners, '')
    .replace(/[^\p{L}]+/gu, (between) => (/^\p{M}+$/u.test(between) ? '' : ' '))
    .replace(/[ßæøðþđħıłœ]/gu, (letter) => letters[letter] ?? letter)
    .trim()
    .split(' ')
    .filter((word) => word !== '')
    .map(asOneWord);
}

/** Double Metaphone codes; a word that has none, such as one in another script, sounds like itself. */
function soundsOf(words: readonly string[]): string[] {
  const sounds = words.flatMap((word) => {
    const codes = doubleMetaphone(word).filter((code) => code !== '');
    return codes.length === 0 ? [word] : codes;
  });
  return [...new Set(sounds)];
}
