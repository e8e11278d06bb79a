import type { Comparable } from './comparable.ts';
import { jaroWinkler } from '../../../person/domain/names/jaro-winkler.ts';
import type { Name } from '../../../person/domain/names/name.ts';
import type { Likeness, NameLikeness } from './weights.ts';

/** From here on two words are one, misspelled; and from here on they are merely alike. Winkler's own tables begin near them. */
const misspelled = 0.92;
const soundingMisspelled = 0.8;
const somewhatAlike = 0.85;

/**
 * How alike records are to the one that is asked about, field by field: the same either way round. Each name is
 * compared once, for many of those that are held share it.
 */
export function likenessTo(asked: Comparable): (held: Comparable) => Likeness {
  const given = onceEach((name) => nameLikeness(asked.given, name));
  const family = onceEach((name) => nameLikeness(asked.family, name));
  return (held) => {
    const swapped = areSwapped(asked, held);
    return {
      givenName: swapped ? 'swapped' : given(held.given),
      familyName: swapped ? 'swapped' : family(held.family),
      dateOfBirth: dateLikeness(asked.born, held.born),
      postcode: postcodeLikeness(asked, held),
      school: equality(asked.school, held.school, 'exact'),
      sex: equality(asked.sex, held.sex, 'same'),
      nhsNumber: numberLikeness(asked, held),
    };
  };
}

function onceEach(compare: (name: Name) => NameLikeness): (name: Name) => NameLikeness {
  const known = new Map<Name, NameLikeness>();
  return (name) => {
    const found = known.get(name) ?? compare(name);
    known.set(name, found);
    return found;
  };
}

/** Each name in the other's place, or a word of it, and nothing in its own. */
function areSwapped(a: Comparable, b: Comparable): boolean {
  const crosswise = haveInCommon(a.given, b.family) && haveInCommon(a.family, b.given);
  return crosswise && !haveInCommon(a.given, b.given) && !haveInCommon(a.family, b.family);
}

function haveInCommon(a: Name, b: Name): boolean {
  return a.plain === b.plain || shareAWord(a, b);
}

/** How alike two given names are, or two family names. */
function nameLikeness(a: Name, b: Name): NameLikeness {
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

/** How alike two dates are, each the number yyyymmdd. */
function dateLikeness(a: number, b: number): Likeness['dateOfBirth'] {
  if (a === b) return 'exact';
  const [first, second] = [partsOf(a), partsOf(b)];
  const sameYear = first.year === second.year;
  if (sameYear && first.day === second.month && first.month === second.day) return 'day and month swapped';
  if (digitsApart(a, b) === 1) return 'one digit';
  const sameDay = first.day === second.day && first.month === second.month;
  if (sameDay && Math.abs(first.year - second.year) === 1) return 'a day or a year off';
  if (Math.abs(dayNumber(first) - dayNumber(second)) === 1) return 'a day or a year off';
  return sameYear && first.month === second.month ? 'same month' : 'different';
}

type DateParts = { year: number; month: number; day: number };

function partsOf(date: number): DateParts {
  return { year: Math.floor(date / 10_000), month: Math.floor(date / 100) % 100, day: date % 100 };
}

function dayNumber({ year, month, day }: DateParts): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

function digitsApart(a: number, b: number): number {
  let apart = 0;
  for (let [x, y] = [a, b]; x > 0 || y > 0; [x, y] = [Math.floor(x / 10), Math.floor(y / 10)]) {
    if (x % 10 !== y % 10) apart += 1;
  }
  return apart;
}

function postcodeLikeness(a: Comparable, b: Comparable): Likeness['postcode'] {
  if (a.postcode === 0 || b.postcode === 0) return 'not known';
  if (a.postcode === b.postcode) return 'exact';
  if (a.sector === b.sector) return 'same sector';
  return a.district === b.district ? 'same district' : 'different';
}

function equality<Equal extends string>(
  a: number,
  b: number,
  equal: Equal,
): Equal | 'different' | 'not known' {
  if (a === 0 || b === 0) return 'not known';
  return a === b ? equal : 'different';
}

function numberLikeness(a: Comparable, b: Comparable): Likeness['nhsNumber'] {
  if (a.number === 0 || b.number === 0) return 'not known';
  if (a.number === b.number) return 'exact';
  if (a.swaps?.includes(b.number) || b.swaps?.includes(a.number)) return 'two digits swapped';
  return a.numberPasses && b.numberPasses ? 'different' : 'differs, one fails its check';
}
