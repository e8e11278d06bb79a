import { outwardOf, type CorrectionReason, type Postcode } from '@waymark/care-types';
import { CorrectedOfChild, referralCorrected, type ReferralState } from '@waymark/events';
import { decide, refuse, type Decision } from '@waymark/decisions';
import type { z } from 'zod';
import type { PersonDetails, PendingCorrection } from '../../person/domain/person.ts';
import type { ReferralRecord } from './referral-record.ts';

/** What a referral publishes of its child. */
type ChildFields = { [Field in CorrectedOfChild]?: ReferralState[Field] };

/** What the referrals of a child publish of them: nothing of where a child is whose address is hidden. */
export function childFields(
  { dateOfBirth, postcode, addressHidden }: PersonDetails,
  { gender, ethnicCategory }: Pick<PendingCorrection, 'gender' | 'ethnicCategory'>,
  decileOf: (postcode: Postcode) => number | null,
): ChildFields {
  return {
    dateOfBirth,
    ...(gender && { gender }),
    ...(ethnicCategory && { ethnicCategory }),
    outwardPostcode: postcode === undefined || addressHidden ? null : outwardOf(postcode),
    imdDecile: postcode === undefined ? null : decileOf(postcode),
  };
}

/** Bring what was corrected with its child into a referral. Refused where it says so already. */
export function correctChildFields(
  record: ReferralRecord,
  right: ChildFields,
  correctionReason: z.infer<typeof CorrectionReason>,
): Decision<ReferralRecord> {
  const corrected = CorrectedOfChild.options.filter(
    (field) => right[field] !== undefined && right[field] !== record.referral[field],
  );
  if (corrected.length === 0) return refuse('told-already');
  const referral = { ...record.referral, ...right };
  return decide({ ...record, referral }, [referralCorrected({ ...referral, corrected, correctionReason })]);
}
