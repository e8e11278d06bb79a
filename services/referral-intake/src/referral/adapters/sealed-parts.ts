import type { ReferralId } from '@waymark/events';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { Stated, type ReferralRecord } from '../domain/referral-record.ts';

/** Where a sealed text of a referral belongs. */
export function placeOf(referralId: ReferralId, field: string) {
  return { collection: 'referrals', id: referralId, field };
}

/** Where the free text of a referral belongs. */
export function notesOf(referralId: ReferralId) {
  return placeOf(referralId, 'notes');
}

/** Where what a referrer tells besides belongs. */
export function statementOf(referralId: ReferralId) {
  return placeOf(referralId, 'statement');
}

/** Where the reason for an earlier received date belongs. */
export function whyEarlierOf(referralId: ReferralId) {
  return placeOf(referralId, 'why');
}

/** What a referral stated of the child; undefined in records from before it was kept, and once it was erased. */
export function statedIn(
  { referral: { referralId }, stated }: Pick<ReferralRecord, 'referral' | 'stated'>,
  cipher: FieldCipher,
): Stated | undefined {
  return stated === undefined
    ? undefined
    : Stated.parse(JSON.parse(cipher.open(stated, placeOf(referralId, 'stated'))));
}

/** The notes of a referral; undefined where there are none. */
export function notesIn(
  { referral: { referralId }, notes }: Pick<ReferralRecord, 'referral' | 'notes'>,
  cipher: FieldCipher,
): string | undefined {
  return notes === undefined ? undefined : cipher.open(notes, notesOf(referralId));
}

/** Notes as they are kept with a referral. */
export function sealedNotes(referralId: ReferralId, notes: string, cipher: FieldCipher): string {
  return cipher.seal(notes, notesOf(referralId));
}

/** What a referral states, as it is kept with it. */
export function sealedStatement(referralId: ReferralId, stated: Stated, cipher: FieldCipher): string {
  return cipher.seal(JSON.stringify(stated), placeOf(referralId, 'stated'));
}
