import { calendarDate } from '@waymark/care-types';
import type { Random } from '../infra/local/src/demo/seeded-random.ts';
import { shortForms } from '../services/referral-intake/src/person/domain/names/short-forms.ts';
import type { Facts } from '../services/referral-intake/src/duplicates/domain/search/comparable.ts';

/**
 * A second record of a child, as another desk would write it on another day. The shares are ours, set before the
 * weights of the score were ever tried on them, and not taken from those weights.
 */
export function writtenAgain(
  child: Facts,
  others: { familyName: string; home: Home },
  chance: Random,
): Facts {
  const swapped = chance.happens(0.005);
  const given = givenAgain(child.givenName, chance);
  const family = familyAgain(child.familyName, others.familyName, chance);
  return {
    givenName: swapped ? family : given,
    familyName: swapped ? given : family,
    dateOfBirth: dateAgain(child.dateOfBirth, chance),
    sex: chance.happens(0.1) ? undefined : chance.happens(0.005) ? otherSex(child.sex) : child.sex,
    ...homeAgain(child, others.home, chance),
    nhsNumber: numberAgain(child.nhsNumber, chance),
  };
}

export type Home = { postcode: string; school: string };

function givenAgain(name: string, chance: Random): string {
  const kind = chance.next();
  if (kind < 0.06) return shortFormOf(name, chance);
  if (kind < 0.1) return typed(name, chance);
  if (kind < 0.115) return `${name} ${chance.pick(['James', 'Lee', 'Marie', 'Rose', 'Grace', 'John'])}`;
  if (kind < 0.125) return chance.pick(['Lee', 'Jay', 'Marie', 'Rose', 'Paul', 'Jo']);
  return kind < 0.15 ? name.toUpperCase() : name;
}

function shortFormOf(name: string, chance: Random): string {
  const group = shortForms.find((forms) => forms.includes(name.toLowerCase()));
  const form = group === undefined ? name.toLowerCase() : chance.pick(group);
  return form.charAt(0).toUpperCase() + form.slice(1);
}

function familyAgain(name: string, another: string, chance: Random): string {
  const kind = chance.next();
  if (kind < 0.04) return typed(name, chance);
  if (kind < 0.085) return another;
  if (kind < 0.115) return name.includes('-') ? (name.split('-')[0] ?? name) : `${name}-${another}`;
  return kind < 0.14 ? name.toUpperCase().replace(/[’-]/g, ' ') : name;
}

const beside: Readonly<Record<string, string>> = {
  a: 'sq',
  b: 'vn',
  c: 'xv',
  d: 'sf',
  e: 'wr',
  f: 'dg',
  g: 'fh',
  h: 'gj',
  i: 'uo',
  j: 'hk',
  k: 'jl',
  l: 'ko',
  m: 'n',
  n: 'bm',
  o: 'ip',
  p: 'o',
  q: 'wa',
  r: 'et',
  s: 'ad',
  t: 'ry',
  u: 'yi',
  v: 'cb',
  w: 'qe',
  x: 'zc',
  y: 'tu',
  z: 'x',
};
const heard: readonly (readonly [string, string])[] = [
  ['ph', 'f'], ['ck', 'k'], ['ie', 'y'], ['y', 'ie'], ['ee', 'ea'], ['ll', 'l'], ['n', 'nn'], ['c', 'k'],
  ['k', 'c'], ['s', 'z'], ['i', 'y'], ['son', 'sen'], ['th', 't'], ['ai', 'ay'], ['e', 'a'], ['ou', 'oo'],
]; // prettier-ignore

/** One slip: a key beside it, a letter left out, doubled or swapped, or what was heard. */
function typed(name: string, chance: Random): string {
  const at = chance.between(1, Math.max(1, name.length - 1));
  const letter = name.charAt(at);
  const kind = chance.between(0, 4);
  if (kind === 0) return name.slice(0, at) + chance.pick([...(beside[letter] ?? 'e')]) + name.slice(at + 1);
  if (kind === 1 && name.length > 3) return name.slice(0, at) + name.slice(at + 1);
  if (kind === 2) return name.slice(0, at) + letter + name.slice(at);
  if (kind === 3 && at + 1 < name.length) {
    return name.slice(0, at) + name.charAt(at + 1) + letter + name.slice(at + 2);
  }
  const fitting = heard.filter(([written]) => name.includes(written));
  if (fitting.length === 0) return name.slice(0, at) + letter + name.slice(at);
  const [written, instead] = chance.pick(fitting);
  return name.replace(written, instead);
}

function dateAgain(date: Facts['dateOfBirth'], chance: Random): Facts['dateOfBirth'] {
  const born = Temporal.PlainDate.from(date);
  const kind = chance.next();
  if (kind < 0.007 && born.day <= 12) {
    return calendarDate(born.with({ month: born.day, day: born.month }).toString());
  }
  if (kind < 0.017) {
    const digit = String(chance.between(0, 9));
    const at = chance.pick([3, 6, 8, 9]);
    const mistyped = `${date.slice(0, at)}${digit}${date.slice(at + 1)}`;
    return calendarDate(isDate(mistyped) ? mistyped : date);
  }
  if (kind < 0.022) return calendarDate(born.add({ days: chance.pick([-1, 1]) }).toString());
  if (kind < 0.026) return calendarDate(born.add({ years: chance.pick([-1, 1]) }).toString());
  if (kind < 0.03) return calendarDate(born.with({ day: chance.between(1, 28) }).toString());
  return date;
}

function isDate(text: string): boolean {
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

function homeAgain(child: Facts, other: Home, chance: Random): Partial<Home> {
  const moved = chance.happens(0.18);
  const mistyped = chance.happens(0.02);
  const postcode = moved ? other.postcode : child.postcode;
  return {
    ...(chance.happens(0.08) || postcode === undefined
      ? {}
      : { postcode: mistyped ? `${postcode.slice(0, -1)}${chance.pick([...'ABDEFGHJ'])}` : postcode }),
    ...(chance.happens(0.12) || child.school === undefined
      ? {}
      : { school: chance.happens(0.18) ? other.school : child.school }),
  };
}

function numberAgain(number: string | undefined, chance: Random): string | undefined {
  if (number === undefined || chance.happens(0.35)) return undefined;
  if (!chance.happens(0.008)) return number;
  const at = chance.between(3, 8);
  return `${number.slice(0, at)}${number.charAt(at + 1)}${number.charAt(at)}${number.slice(at + 2)}`;
}

function otherSex(sex: string | undefined): string {
  return sex === '1' ? '2' : '1';
}
