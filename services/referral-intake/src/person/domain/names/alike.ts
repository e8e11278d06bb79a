import { areSwapped, nameLikeness, type FullName, type NameLikeness } from './likeness.ts';
import { nameFrom, type Name } from './name.ts';

/** What a person is called, as it is written. */
export type WrittenName = { givenName: string; familyName: string; preferredName?: string | undefined };

type Called = FullName & { preferred: Name };

/** First words of what is written until a child has a name: "Baby", "Baby Boy", "Twin 1", "Infant of Jane". */
const placeholders = new Set(['baby', 'infant', 'newborn', 'triplet', 'twin', 'quadruplet']);

/** Whether a given name only stands in for one that is not known yet. */
export function isPlaceholder(givenName: string): boolean {
  return placeholders.has(nameFrom(givenName).words[0] ?? '');
}

/**
 * Whether a name may be that of a person who has, or had, one of these names, the present one first: written otherwise,
 * in short, in each other's box, by one half of a double name, or not given yet at birth. Beside the same NHS number
 * and the same date of birth it decides whether it is that person, so that two twins must not be alike.
 */
export function namesAlike(held: readonly WrittenName[], given: WrittenName): boolean {
  const [present] = held;
  const named = present !== undefined && !isPlaceholder(present.givenName);
  const asked = calledFrom(given);
  return held
    .filter((name, at) => at === 0 || !named || !isPlaceholder(name.givenName))
    .some((name) => fits(calledFrom(name), asked));
}

function calledFrom({ givenName, familyName, preferredName = '' }: WrittenName): Called {
  return { given: nameFrom(givenName), family: nameFrom(familyName), preferred: nameFrom(preferredName) };
}

function fits(a: Called, b: Called): boolean {
  if (isSingle(a) || isSingle(b)) return singleFits(a, b);
  if (areSwapped(a, b)) return true;
  if (!isCloseFamily(nameLikeness(a.family, b.family))) return false;
  const [first, second] = [isStandIn(a.given), isStandIn(b.given)];
  if (first !== second) return true;
  if (first) return a.given.plain === b.given.plain;
  return (
    isCloseGiven(a.given, b.given) || isCloseGiven(a.preferred, b.given) || isCloseGiven(a.given, b.preferred)
  );
}

function isSingle({ given, family }: FullName): boolean {
  return given.plain === '' || family.plain === '';
}

/** Somebody with one name is one who has it as the given name, or as the only one. A family name alone tells of a family. */
function singleFits(a: FullName, b: FullName): boolean {
  const [one, other] = isSingle(a) ? [a, b] : [b, a];
  const only = one.given.plain === '' ? one.family : one.given;
  if (isSingle(other)) return isCloseGiven(only, other.given.plain === '' ? other.family : other.given);
  return isCloseGiven(only, other.given);
}

function isStandIn({ words: [first = ''] }: Name): boolean {
  return placeholders.has(first);
}

function isCloseFamily(likeness: NameLikeness): boolean {
  return likeness !== 'different' && likeness !== 'not known';
}

/** Half of a double name will do only where the halves that are not shared are not two names: "Ella Rose", "Eva Rose". */
function isCloseGiven(a: Name, b: Name): boolean {
  const likeness = nameLikeness(a, b);
  if (likeness !== 'part') return ['exact', 'short form', 'spelling'].includes(likeness);
  if (a.words.length !== b.words.length) return true;
  const [first, second] = [nameFrom(a.words[0] ?? ''), nameFrom(b.words[0] ?? '')];
  return ['exact', 'short form', 'spelling'].includes(nameLikeness(first, second));
}
