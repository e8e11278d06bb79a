import { z } from 'zod';

/** What a spreadsheet would run as a formula. No name and no address begins so. */
const beginsFormula = /^[=+@]/;

/**
 * Control characters, but not the two joiners that names in Persian and in scripts of India are written with. What
 * nobody sees besides is taken out before (`visibleText`).
 */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/u;

/** One line of text about a person, such as a name: no line breaks, no formula. `what` begins the sentence. */
export const line = (what: string, longest: number) =>
  z
    .string({ error: `${what} is needed` })
    .trim()
    .min(1, `${what} is needed`)
    .max(longest, `${what} must be at most ${longest} characters long`)
    .refine((text) => !unseen.test(text), `${what} must have no control characters`)
    .refine((text) => !beginsFormula.test(text), `${what} must not begin with =, + or @`);

/** A name of a person, in any script: it has a letter. */
export const personName = (what: string) =>
  line(what, 100).refine(
    (text) => text === '' || /\p{L}/u.test(text),
    `${what} must have at least one letter`,
  );

/** What is kept of a referrer's own words at most, in characters. */
export const longestNotes = 10_000;

/** Free text in several lines, which may be empty. `what` begins the sentence. */
export const plainText = (what: string, longest: number, text = z.string()) =>
  text
    .trim()
    .max(longest, `${what} must be at most ${longest.toLocaleString('en-GB')} characters long`)
    .refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), `${what} must have no control characters`);

/** Free text in several lines that must say something. */
export const neededText = (what: string, longest: number) =>
  plainText(what, longest, z.string({ error: `${what} is needed` })).min(1, `${what} is needed`);

export const Notes = plainText('The notes', longestNotes);

/**
 * A telephone number as it is dialled, spaced as it was written: without brackets, dots and hyphens, and without the
 * zero that is left out after the code of a country, as in "+44 (0)1632 960 001". What is no number stays as it is.
 */
export function plainPhone(written: string): string {
  const [number = '', extension] = written
    .normalize('NFKC')
    .trim()
    .split(/\s*\b(?:extension|extn?|x)(?=[\s.:\d])[\s.:]*/i);
  const plain = number
    .replace(/^tel(ephone)?[.:\s]+/i, '')
    .replace(/^00(?=[1-9])/, '+')
    .replace(/^\+\s*/, '+')
    .replace(/^(\+[\d\s]{1,4})\(0\)/, '$1 ')
    .replace(/[\s().\/\u2010-\u2015-]+/gu, ' ')
    .trim();
  return extension === undefined ? plain : `${plain} ext ${extension.trim()}`;
}

export const Phone = z
  .string()
  .max(60, 'Enter a phone number, like 01632 960 001')
  .transform(plainPhone)
  .pipe(
    z
      .string()
      .regex(
        /^\+?\d(?: ?\d){8,14}(?: ext \d{1,6})?$/,
        'Enter a phone number of 9 to 15 digits, like 01632 960 001 or +44 1632 960 001',
      ),
  );

export const Email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: 'An email address is written like name@example.org' }));

/**
 * The digits of a phone number as it is dialled in the United Kingdom: "+44 (0)191 498 0001" is "01914980001", and so is
 * "191 498 0001", whose nought a spreadsheet has taken.
 */
export function phoneDigits(phone: string): string {
  const digits = (phone.split(' ext ')[0] ?? '').replace(/\D/g, '');
  const dialled = digits.replace(/^(?:00)?44(?:0)?(?=\d{9,10}$)/, '0');
  return phone.trim().startsWith('+') ? dialled : dialled.replace(/^(?=[1237]\d{9}$)/, '0');
}
