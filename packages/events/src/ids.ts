import { base32Of, idOf } from '@waymark/care-types';
import { z } from 'zod';

export const ReferralId = z
  .string()
  .regex(/^ref_[0-9a-hjkmnp-tv-z]{26}$/)
  .brand<'ReferralId'>()
  .meta({ examples: ['ref_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
export type ReferralId = z.infer<typeof ReferralId>;

/** A child or young person, under a pseudonym: the name is in referral-intake only. */
export const PersonId = z
  .string()
  .regex(/^per_[0-9a-hjkmnp-tv-z]{26}$/)
  .brand<'PersonId'>()
  .meta({ examples: ['per_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
export type PersonId = z.infer<typeof PersonId>;

/** Two records that may be of one child. */
export const DuplicatePairId = z
  .string()
  .regex(/^dup_[0-9a-hjkmnp-tv-z]{26}$/)
  .brand<'DuplicatePairId'>()
  .meta({ examples: ['dup_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
export type DuplicatePairId = z.infer<typeof DuplicatePairId>;

export const PathwayId = z
  .string()
  .regex(/^pw_[0-9a-hjkmnp-tv-z]{26}$/)
  .brand<'PathwayId'>()
  .meta({ examples: ['pw_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
export type PathwayId = z.infer<typeof PathwayId>;

/** What people say to one another about a referral, such as WM-4F2K-9Q1M. It has no meaning. */
export const Reference = z
  .string()
  .regex(/^WM-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  .brand<'Reference'>()
  .meta({ examples: ['WM-4F2K-9Q1M'] });
export type Reference = z.infer<typeof Reference>;

/** The subject of a sign-in: opaque, so no space and no at sign. */
export const ActorId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:|-]{0,127}$/)
  .meta({ examples: ['synthetic-clinician'] });

/** The pathway that a referral opens. */
export function pathwayIdOf(referralId: string): PathwayId {
  return PathwayId.parse(`pw_${ReferralId.parse(referralId).slice('ref_'.length)}`);
}

/** The referral id that 26 bytes make, random ones or those of a hash. */
export function referralIdFrom(bytes: Uint8Array): ReferralId {
  return ReferralId.parse(idOf('ref', bytes));
}

/** The person id that 26 bytes make. */
export function personIdFrom(bytes: Uint8Array): PersonId {
  return PersonId.parse(idOf('per', bytes));
}

/** The id of a pair of records that 26 bytes make. */
export function duplicatePairIdFrom(bytes: Uint8Array): DuplicatePairId {
  return DuplicatePairId.parse(idOf('dup', bytes));
}

/**
 * A reference however it is typed: small letters, spaces, other hyphens or none, without WM, and o, i or l for the digits
 * that are read out so. Undefined for what is none.
 */
export function referenceTyped(typed: string): Reference | undefined {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/^WM(?=.{8}$)/, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const reference = Reference.safeParse(`WM-${letters.slice(0, 4)}-${letters.slice(4)}`);
  return reference.success ? reference.data : undefined;
}

/** The reference that 8 bytes make. */
export function referenceFrom(bytes: Uint8Array): Reference {
  const letters = base32Of(bytes).toUpperCase();
  return Reference.parse(`WM-${letters.slice(0, 4)}-${letters.slice(4)}`);
}
