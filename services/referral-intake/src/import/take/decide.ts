import { decide, type Decision } from '@waymark/decisions';
import { referralAccepted, referralNeedsProfiled } from '@waymark/events';
import type { NewReferral, ReferralRecord } from '../../referral/domain/referral-record.ts';

/**
 * What a row adds to a referral that is there already: that a team has taken it on, and needs where none are recorded.
 * A file never takes back or replaces what a person has recorded here. Nothing to add is a decision without events.
 */
export function bringUpToDate(
  record: ReferralRecord,
  { acceptedOn, team, needs }: NewReferral,
): Decision<ReferralRecord> {
  const { referral } = record;
  if (record.closedOn !== null) return decide(record);
  const accepts = referral.status === 'received' && acceptedOn !== undefined;
  const addsNeeds = record.waitingFor !== undefined && referral.needs.length === 0 && needs.length > 0;
  const taken = accepts
    ? { ...referral, status: 'accepted' as const, acceptedOn, team: team ?? referral.team }
    : referral;
  const now = addsNeeds ? { ...taken, needs } : taken;
  return decide({ ...record, referral: now }, [
    ...(accepts ? [referralAccepted(taken)] : []),
    ...(addsNeeds ? [referralNeedsProfiled(now)] : []),
  ]);
}
