import { createHmac } from 'node:crypto';
import { z } from 'zod';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;

/**
 * The code of a family's letter as it was typed: spaces, hyphens and small letters are fine, and the letters that
 * are mistaken for digits are read as those digits (Crockford's base 32). 50 bits.
 */
export const FamilyCode = z
  .string()
  .max(40)
  .transform((typed) =>
    typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
  )
  .refine((code) => code.length === length && [...code].every((letter) => alphabet.includes(letter)), {
    error: 'The code has 10 letters and numbers, like 4F2K9 Q1M7X',
  })
  .brand<'FamilyCode'>()
  .meta({ examples: ['4F2K9 Q1M7X'] });
export type FamilyCode = z.infer<typeof FamilyCode>;

/**
 * The code for a pathway's page. It follows from the key, so that a letter can be printed again and no code needs
 * to be kept; a higher `issue` gives another code and makes the old one worthless.
 */
export function familyCodeFor(key: string, pathwayId: string, issue: number): FamilyCode {
  const bytes = createHmac('sha256', key).update(`code:${pathwayId}:${issue}`).digest();
  let bits = bytes.readBigUInt64BE(0);
  let code = '';
  for (let at = 0; at < length; at++) {
    code += alphabet[Number(bits & 31n)] ?? '';
    bits >>= 5n;
  }
  return FamilyCode.parse(code);
}

/** What is kept of a code, to find its page by: it cannot be turned back. */
export function hashOfCode(key: string, code: FamilyCode): string {
  return createHmac('sha256', key).update(`hash:${code}`).digest('base64url');
}

/** The code as it is printed: two groups of five. */
export function printedCode(code: FamilyCode): string {
  return `${code.slice(0, 5)} ${code.slice(5)}`;
}
