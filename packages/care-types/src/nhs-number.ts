import { z } from 'zod';

const WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2] as const;

/** The tenth digit that the first nine call for, or null where no digit can complete them. NHS Data Model and Dictionary, "NHS NUMBER". */
function checkDigit(firstNine: string): number | null {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(firstNine[place]), 0);
  const digit = (11 - (sum % 11)) % 11;
  return digit === 10 ? null : digit;
}

/** What people write between the digits. */
const between = /[\s.\u2010-\u2015-]/gu;

/** What is wrong with ten digits or fewer or more, in words; null where nothing is. Never repeats what was typed. */
function faultIn(typed: string): string | null {
  const digits = typed.replace(between, '');
  if (digits === '') return 'Enter an NHS number';
  if (!/^[0-9]+$/.test(digits)) return 'An NHS number has digits only, like 999 000 0018';
  if (digits.length !== 10) return `An NHS number has 10 digits; this has ${digits.length}`;
  if (checkDigit(digits) !== Number(digits[9])) {
    return 'This is not a valid NHS number: its last digit does not fit the others. Check each digit';
  }
  return null;
}

/** An NHS number as ten digits. Spaces, dots and hyphens are accepted and taken out; the check digit (modulus 11) must fit. */
export const NhsNumber = z
  .string({ error: 'Enter an NHS number' })
  .max(40, 'An NHS number has 10 digits')
  .check((context) => {
    const fault = faultIn(context.value);
    if (fault !== null) context.issues.push({ code: 'custom', message: fault, input: '' });
  })
  .transform((typed) => typed.replace(between, ''))
  .pipe(z.string().brand<'NhsNumber'>())
  .meta({ examples: ['9990000018'] });
export type NhsNumber = z.infer<typeof NhsNumber>;

/** The number as people read it: 999 000 0018. */
export function formatNhsNumber(number: NhsNumber): string {
  return `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`;
}

/** Whether the number lies in 999 000 0000 to 999 999 9999, which is never issued to a person. */
export function isTestNhsNumber(number: NhsNumber): boolean {
  return number.startsWith('999');
}

/**
 * Numbers that nobody was ever given, although their last digit fits, as the first and the last of each range: not in use,
 * or not to be issued. Source: the ranges that the maintainers of the NHS number libraries collate (uk-fci/nhs-number,
 * `constants.py`). Numbers that begin with 9 are for people who are made up, as here, and are not counted.
 */
const neverIssued = [
  ['0000000000', '0099999999'],
  ['3113000000', '3199999999'],
  ['5000000000', '5999999999'],
  ['8600000000', '8999999999'],
] as const;

/**
 * Whether nobody has such a number: it fills a box. Its ten digits are the same, or it lies in a range that is not
 * issued. Where such a number is stated, the number is not known, and nobody is found by it.
 */
export function isNeverIssued(number: NhsNumber): boolean {
  return /^(\d)\1{9}$/.test(number) || neverIssued.some(([first, last]) => first <= number && number <= last);
}

/** A warning where the number lies in a range that Scotland or Northern Ireland issues; null otherwise. Not a refusal: such a number can be right. */
export function nhsNumberWarning(number: NhsNumber): string | null {
  if (number >= '0101000000' && number <= '3112999999') {
    return 'This looks like a Scottish CHI number. Check that it is an NHS number for England';
  }
  if (number >= '3200000010' && number <= '3999999999') {
    return 'This looks like a Health and Care number of Northern Ireland. Check that it is an NHS number for England';
  }
  return null;
}

/** How many numbers `nthTestNhsNumber` can give. */
export const TEST_NHS_NUMBERS = 900_000;

/**
 * A valid NHS number for a synthetic person, from the range that is never issued; each `n` from 0 to 899,999 gives
 * another one, in ascending order. Of ten numbers that differ in the ninth digit at least nine can be completed, so
 * nine are taken of each ten. Throws RangeError for another `n`.
 */
export function nthTestNhsNumber(n: number): NhsNumber {
  if (!Number.isInteger(n) || n < 0 || n >= TEST_NHS_NUMBERS) {
    throw new RangeError(
      `A synthetic NHS number is asked for by a whole number from 0 to ${TEST_NHS_NUMBERS - 1}`,
    );
  }
  const eight = `999${String(Math.floor(n / 9)).padStart(5, '0')}`;
  const completed = Array.from({ length: 10 }, (_, ninth) => `${eight}${ninth}`).flatMap((nine) => {
    const digit = checkDigit(nine);
    return digit === null ? [] : [`${nine}${digit}`];
  });
  return NhsNumber.parse(completed[n % 9]);
}
