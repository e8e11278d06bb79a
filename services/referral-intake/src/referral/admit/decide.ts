import type { CalendarDate } from '@waymark/care-types';
import { decide, refuse, type Decision } from '@waymark/decisions';
import { referralReceived } from '@waymark/events';
import type { ReferralRecord } from '../domain/referral-record.ts';

/** The referral that a child already waits on for the same service. */
export type Waiting = { reference: string; receivedOn: CalendarDate };

/**
 * Take a referral in. A child waits once for a service: a second referral is told about the first. One that another
 * system had already accepted arrives as accepted; the received date is what the wait counts from.
 */
export function receive(record: ReferralRecord, already: Waiting | undefined): Decision<ReferralRecord> {
  if (already) return refuse('already-waiting', already);
  return decide(record, [referralReceived(record.referral)]);
}
