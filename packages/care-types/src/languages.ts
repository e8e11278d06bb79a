import { z } from 'zod';

/**
 * Languages that ISO 639-1 has no code of two letters for, or that England knows by another name than the Unicode
 * Common Locale Data Repository: among those most spoken in England and Wales (Census 2021), and British Sign Language.
 */
const spokenHere: Readonly<Record<string, string>> = {
  bfi: 'British Sign Language',
  bn: 'Bengali',
  ckb: 'Kurdish (Sorani)',
  kmr: 'Kurdish (Kurmanji)',
  prs: 'Dari',
  rom: 'Romany',
  yue: 'Cantonese',
};

const names = new Intl.DisplayNames('en-GB', { type: 'language', fallback: 'none' });
const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/** Every language to choose from, by its English name: ISO 639-1 in the words of the CLDR, and those spoken here. */
export const languages: readonly { code: string; text: string }[] = [
  ...letters.flatMap((first) => letters.map((second) => first + second)).filter(isCurrent),
  ...Object.keys(spokenHere).filter((code) => code.length === 3),
]
  .map((code) => ({ code, text: languageName(code) ?? code }))
  .toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB'));

const codes = new Map(languages.map(({ code, text }) => [text.toLowerCase(), code]));

/** The English name of a language; undefined for a code that is none. */
export function languageName(code: string): string | undefined {
  return /^[a-z]{2,3}$/.test(code) ? (spokenHere[code] ?? names.of(code)) : undefined;
}

/** A language as somebody writes it, by its code or its English name; it comes out as the code of ISO 639, such as `pl`. */
export const Language = z.string().transform((written, context) => {
  const plain = written.trim().toLowerCase();
  const code = codes.get(plain) ?? plain;
  if (languageName(code) !== undefined) return code;
  context.issues.push({
    code: 'custom',
    message: 'Choose a language from the list, by its name or its code, like Polish or pl',
    input: '',
  });
  return z.NEVER;
});

function isCurrent(code: string): boolean {
  return new Intl.Locale(code).language === code && languageName(code) !== undefined;
}
