import type { Comparable } from './comparable.ts';
import { areSwapped, nameLikeness, type NameLikeness } from '../../../person/domain/names/likeness.ts';
import type { Name } from '../../../person/domain/names/name.ts';
import type { Likeness } from './weights.ts';

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
