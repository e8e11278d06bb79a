import { ageOn } from '@waymark/care-types';
import type { ReferralReceived } from './fact.ts';

/** Whether a person was of an age, in whole years, when the referral was received. Not where the date of birth is unknown. */
export function isAged({ dateOfBirth, on }: ReferralReceived, from: number, to: number): boolean {
  if (dateOfBirth === undefined) return false;
  const age = ageOn(dateOfBirth, on);
  return age >= from && age <= to;
}
