import { decide, refuse, type Decided, type Refused } from '@waymark/decisions';
import { referralReceived } from '@waymark/events';
import type { ReferralRecord } from '../domain/referral-record.ts';

/**
 * Take a referral in. One that another system had already accepted arrives as accepted; the received date is what the
 * wait counts from. One that may be the same again as another is published once a person has decided.
 */
export function receive(record: ReferralRecord): Decided<ReferralRecord> {
  return decide(record, record.sameAgain ? [] : [referralReceived(record.referral)]);
}

/** A child waits once for a service: who may read the first referral is told of it. */
export function refuseWaiting({ referral: { reference, receivedOn } }: ReferralRecord): Refused {
  return refuse('already-waiting', { reference, receivedOn });
}
