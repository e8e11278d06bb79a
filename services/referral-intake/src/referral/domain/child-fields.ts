import {
  ageOn,
  outwardOf,
  type CalendarDate,
  type CorrectionReason,
  type Postcode,
} from '@waymark/care-types';
import { CorrectedOfChild, referralCorrected, type ReferralState } from '@waymark/events';
import { decide, refuse, type Decision } from '@waymark/decisions';
import type { z } from 'zod';
import { oldest } from './faults.ts';
import type { PersonDetails, Untold } from '../../person/domain/person.ts';
import type { ReferralRecord } from './referral-record.ts';

/** What a referral tells others of its child. */
type OfTheChild = { [Field in CorrectedOfChild]?: ReferralState[Field] };

/** What the referrals of a child tell of them: nothing of where a child is whose address is hidden. */
export function ofTheChild(
  { dateOfBirth, postcode, addressHidden }: PersonDetails,
  { gender, ethnicCategory }: Pick<Untold, 'gender' | 'ethnicCategory'>,
  decileOf: (postcode: Postcode) => number | null,
): OfTheChild {
  return {
    dateOfBirth,
    ...(gender && { gender }),
    ...(ethnicCategory && { ethnicCategory }),
    outwardPostcode: postcode === undefined || addressHidden ? null : outwardOf(postcode),
    imdDecile: postcode === undefined ? null : decileOf(postcode),
  };
}

/** Let a referral tell what was corrected with its child. Refused where it tells so already. */
export function tellOfTheChild(
  record: ReferralRecord,
  right: OfTheChild,
  correctionReason: z.infer<typeof CorrectionReason>,
): Decision<ReferralRecord> {
  const corrected = CorrectedOfChild.options.filter(
    (field) => right[field] !== undefined && right[field] !== record.referral[field],
  );
  if (corrected.length === 0) return refuse('told-already');
  const referral = { ...record.referral, ...right };
  return decide({ ...record, referral }, [referralCorrected({ ...referral, corrected, correctionReason })]);
}

/** What is wrong with a date of birth, seen with today and the days on which the child's referrals were received. */
export function birthFault(
  dateOfBirth: CalendarDate,
  { today, receivedOn }: { today: CalendarDate; receivedOn: readonly CalendarDate[] },
): string | undefined {
  if (dateOfBirth > today) return 'The date of birth must not be in the future';
  if (receivedOn.some((day) => dateOfBirth > day))
    return 'The date of birth must not be after the day on which a referral of the child was received';
  if (receivedOn.some((day) => ageOn(dateOfBirth, day) > oldest))
    return `The child or young person must be at most ${oldest} years old when a referral is received`;
  return undefined;
}
