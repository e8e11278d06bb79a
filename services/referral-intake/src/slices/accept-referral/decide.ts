import { teamType, validOn, type TeamType } from '@waymark/care-types';
import { decide, referralAccepted, refuse, type Decision, type Made } from '@waymark/events';
import type { z } from 'zod';
import type { ReferralRecord } from '../../domain/referral-record.ts';

/** A team takes the referral on, once. The received date stays as it was: the wait counts from there. */
export function accept(
  record: ReferralRecord,
  team: z.infer<typeof TeamType>,
  { at }: Made,
): Decision<ReferralRecord> {
  const { status } = record.referral;
  if (status !== 'received') return refuse('not-open', { status });
  if (record.closedOn !== null) return refuse('wait-is-over', { on: record.closedOn });
  if (!validOn(teamType, team, at.date)) return refuse('team-not-in-use', { team });
  const referral = { ...record.referral, status: 'accepted' as const, acceptedOn: at.date, team };
  return decide({ ...record, referral }, [referralAccepted(referral)]);
}
