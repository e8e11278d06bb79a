import { decide, referralWithdrawn, refuse, type Decision, type Made } from '@waymark/events';
import { noLongerWaiting, type ReferralRecord } from '../../domain/referral-record.ts';

/**
 * The family or the referrer no longer asks for it. A person says so, with the reason, which stays here sealed. The
 * child may be referred again at any time.
 */
export function withdraw(
  record: ReferralRecord,
  sealedReason: string,
  { at }: Made,
): Decision<ReferralRecord> {
  if (record.referral.status === 'withdrawn')
    return refuse('withdrawn-already', { on: record.referral.withdrawnOn });
  if (record.closedOn !== null) return refuse('wait-is-over', { on: record.closedOn });
  const referral = { ...record.referral, status: 'withdrawn' as const, withdrawnOn: at.date };
  return decide({ ...noLongerWaiting(record), referral, withdrawnBecause: sealedReason }, [
    referralWithdrawn(referral),
  ]);
}
