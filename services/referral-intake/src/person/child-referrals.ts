import type { CalendarDate, Clock } from '@waymark/care-types';
import type { PersonId, ReferralId, ReferralState } from '@waymark/events';
import type { Organisations } from '../shared/domain/organisations.ts';

/** A referral as a child's page lists it. */
export type ChildReferral = Pick<
  ReferralState,
  'referralId' | 'reference' | 'service' | 'status' | 'receivedOn'
> & { serviceText: string; statusText: string };

/** What the record of a child needs of the child's referrals. The area of referrals has it, and `app.ts` passes it in. */
export type ChildReferrals = {
  /** The newest first. */
  list(personId: PersonId): Promise<ChildReferral[]>;
  /** The days on which they were received. */
  receivedOn(personId: PersonId): Promise<CalendarDate[]>;
  /** Who sent each of these referrals, in words, with its reference. */
  sendersOf(
    referralIds: readonly ReferralId[],
    organisations: Organisations,
  ): Promise<Map<ReferralId, string>>;
  /** Let each open referral tell what was corrected with the child. */
  propagateCorrection(personId: PersonId, clock: Clock): Promise<void>;
};
