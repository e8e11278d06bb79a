import type { Comparable } from './comparable.ts';

/**
 * The keys under which a record is found. Two records that have one in common are compared; others never are. So a
 * pair of one child is lost only if it errs in all of these at once:
 *
 * - the NHS number, as it stands (the record that is asked about is looked for under its swapped numbers too);
 * - the date of birth with the sound of any one name, given or family;
 * - the sound of a given and of a family name, in either order, with the year of birth or with its day and month: a
 *   slip in a date hardly ever spoils both, and names alone are too common to tell;
 * - the postcode.
 *
 * Each is narrow: at a million children the widest holds some hundred. A key is 32 bits that follow from its parts:
 * that two keys coincide costs one comparison and nothing else.
 */
export function blockKeysOf({ given, family, born, postcode, number }: Comparable): number[] {
  const keys = new Set<number>();
  if (number !== 0) keys.add(numberKey(number));
  if (postcode !== 0) keys.add(mixed(2, postcode, 0));
  for (const sound of [...given.sounds, ...family.sounds]) keys.add(mixed(3, born, wordNumber(sound)));
  for (const first of given.sounds) {
    for (const second of family.sounds) {
      const [a, b] = [wordNumber(first), wordNumber(second)];
      const names = mixed(0, Math.min(a, b), Math.max(a, b));
      keys.add(mixed(4, names, Math.floor(born / 10_000)));
      keys.add(mixed(5, names, born % 10_000));
    }
  }
  return [...keys];
}

/** The key of an NHS number's hash. */
export function numberKey(number: number): number {
  return mixed(1, Math.floor(number / 2 ** 32), number % 2 ** 32);
}

/** FNV-1a (Fowler, Noll, Vo) of the letters. */
function wordNumber(word: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) sum = Math.imul(sum ^ word.charCodeAt(at), 0x01000193);
  return sum >>> 0;
}

/** Three numbers as one of 32 bits, spread evenly; the final mixing is MurmurHash3's (Appleby, public domain). */
function mixed(kind: number, a: number, b: number): number {
  let sum = Math.imul(kind, 0x9e3779b1) ^ Math.imul(a | 0, 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d) ^ Math.imul(b | 0, 0xc2b2ae35);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return (sum ^ (sum >>> 16)) >>> 0;
}
