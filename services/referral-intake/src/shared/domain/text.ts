import { z } from 'zod';

/** What a spreadsheet would run as a formula. No name and no address begins so. */
const beginsFormula = /^[=+@]/;

/** Control characters, but not the two joiners that names in Persian and in scripts of India are written with. */
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

export const Phone = z
  .string()
  .trim()
  .regex(
    /^\+?[0-9][0-9 ()-]{8,18}$/,
    'A phone number has 9 to 19 digits, spaces, brackets and hyphens, like 01632 960 001',
  );

export const Email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: 'An email address is written like name@example.org' }));
