import { decide, refuse, type Decision, type PathwayState } from '@waymark/events';
import { noLongerWaiting, type ReferralRecord } from '../../domain/referral-record.ts';

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
