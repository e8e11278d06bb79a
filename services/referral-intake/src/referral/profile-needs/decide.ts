import type { NeedsProfile } from '@waymark/care-types';
import { decide, refuse, type Decision } from '@waymark/decisions';
import { referralNeedsProfiled } from '@waymark/events';
import type { ReferralRecord } from '../domain/referral-record.ts';

/** Record what the child needs help with, in place of what was recorded before. Nothing new is nothing told. */
export function profile(record: ReferralRecord, needs: NeedsProfile): Decision<ReferralRecord> {
  const { status } = record.referral;
  if (status === 'withdrawn' || status === 'declined' || status === 'redirected' || status === 'duplicate')
    return refuse(status);
  if (JSON.stringify(needs) === JSON.stringify(record.referral.needs)) return decide(record);
  const referral = { ...record.referral, needs };
  return decide({ ...record, referral }, [referralNeedsProfiled(referral)]);
}
