import { z } from 'zod';

const OUTWARD =
  /^(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY]|GIR)$/;
const INWARD = /^[0-9][ABD-HJLNP-UW-Z]{2}$/;
/** The Organisation Data Service stands ZZ99 codes in for a place that has no postcode: no fixed abode, abroad, unknown. */
const PSEUDO = /^ZZ99[0-9][A-Z]Z$/;

function isPostcode(spaced: string): boolean {
  const [outward = '', inward = ''] = spaced.split(' ');
  return PSEUDO.test(`${outward}${inward}`) || (OUTWARD.test(outward) && INWARD.test(inward));
}

/** Capitals, and one space before the last three characters. */
function spaced(typed: string): string {
  const letters = typed.replace(/\s/g, '').toUpperCase();
  return `${letters.slice(0, -3)} ${letters.slice(-3)}`;
}

/** A UK postcode as "DH1 1AB". Lower case and a missing space are accepted, and so are the pseudo-postcodes of the Organisation Data Service (ZZ99). */
export const Postcode = z
  .string({ error: 'Enter a postcode' })
  .max(20, 'A postcode has 5 to 7 letters and digits, like DH1 1AB')
  .transform(spaced)
  .pipe(z.string().refine(isPostcode, 'Enter a full UK postcode, like DH1 1AB').brand<'Postcode'>())
  .meta({ examples: ['DH1 1AB'] });
export type Postcode = z.infer<typeof Postcode>;

const BFPO = /^BFPO\s*(\d{1,4})$/;
const DISTRICT_AND_SECTOR = /^(.*\S)\s+\d$/;

/** What people write where they have no whole postcode: a BFPO number, or the first half; undefined for anything else. */
function inPlace(typed: string): string | undefined {
  const plain = typed.trim().toUpperCase();
  const [, number] = BFPO.exec(plain) ?? [];
  if (number !== undefined) return `BFPO ${number}`;
  const district = DISTRICT_AND_SECTOR.exec(plain)?.[1] ?? plain;
  return OUTWARD.test(district) ? plain.replace(/\s+/g, ' ') : undefined;
}

/**
 * A postcode as people state it: whole, as "DH1 1AB", or what they have in its place: the number of a British Forces post
 * office ("BFPO 58"), the first half ("DH1"). See `wholePostcode`.
 */
export const StatedPostcode = z
  .string({ error: 'Enter a postcode' })
  .max(20, 'A postcode has 5 to 7 letters and digits, like DH1 1AB')
  .transform((typed) => (isPostcode(spaced(typed)) ? spaced(typed) : (inPlace(typed) ?? '')))
  .pipe(
    z
      .string()
      .min(1, 'Enter a UK postcode, like DH1 1AB, the first half of it, or a number like BFPO 58')
      .brand<'StatedPostcode'>(),
  )
  .meta({ examples: ['DH1 1AB'] });
export type StatedPostcode = z.infer<typeof StatedPostcode>;

/** The postcode that was stated; undefined where it is not a whole one. */
export function wholePostcode(stated: StatedPostcode): Postcode | undefined {
  return Postcode.safeParse(stated).data;
}

/** The first half of a postcode, such as "DH1": a district of some thousand homes. */
export const OutwardCode = z
  .string({ error: 'Enter the first half of a postcode' })
  .transform((typed) => typed.trim().toUpperCase())
  .pipe(
    z
      .string()
      .refine(
        (outward) => OUTWARD.test(outward) || outward === 'ZZ99',
        'Enter the first half of a postcode, like DH1',
      )
      .brand<'OutwardCode'>(),
  )
  .meta({ examples: ['DH1'] });
export type OutwardCode = z.infer<typeof OutwardCode>;

/** The district of a postcode. */
export function outwardOf(postcode: Postcode): OutwardCode {
  return OutwardCode.parse(postcode.slice(0, postcode.indexOf(' ')));
}
