import { decide, refuse, type Decision } from '@waymark/decisions';
import { type PathwayState } from '@waymark/events';
import { noLongerWaiting, waitingFor, type ReferralRecord } from '../domain/referral-record.ts';

/** The wait that a referral opened is over: the child may be referred for the service again. */
export function closeWait(
  record: ReferralRecord | undefined,
  { closedOn, receivedOn, ending }: PathwayState,
): Decision<ReferralRecord> {
  if (!record) return refuse('referral-not-known');
  // The referral ended first, and told the pathway. By now it may have been opened again.
  if (ending) return decide(record);
  return decide({ ...noLongerWaiting(record), closedOn: closedOn ?? receivedOn });
}

/** What closed the wait was taken back: the child waits again. Where the referral itself has ended it stays so. */
export function reopenWait(record: ReferralRecord | undefined): Decision<ReferralRecord> {
  if (!record) return refuse('referral-not-known');
  const { status, personId, service } = record.referral;
  const open = status === 'received' || status === 'returned' || status === 'accepted';
  if (!open || record.closedOn === null) return decide(record);
  return decide({ ...record, closedOn: null, waitingFor: waitingFor(personId, service) });
}
