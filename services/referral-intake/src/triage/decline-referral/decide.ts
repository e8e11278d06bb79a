import type { OtherHelp, RejectionReason } from '@waymark/care-types';
import { decide, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralDeclined } from '@waymark/events';
import type { z } from 'zod';
import { noLongerWaiting, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow, withoutQuestion } from '../../referral/domain/triage.ts';

type Declined = {
  reason: z.infer<typeof RejectionReason>;
  otherHelp: OtherHelp[];
  note?: string | undefined;
};

/** A team does not take the referral on. A person says why, and names other help, so that no family is left with nothing. */
export function decline(
  record: ReferralRecord,
  { reason, otherHelp, note }: Declined,
  command: CommandMeta,
): Decision<ReferralRecord> {
  const refused = refusedNow('decline', record);
  if (refused) return refused;
  const end = { declinedOn: command.at.date, declineReason: reason, otherHelp };
  const referral = { ...withoutQuestion(record.referral), status: 'declined' as const, ...end };
  const steps = appendStep(record.steps, command, { reason, otherHelp, note });
  return decide({ ...noLongerWaiting(record), referral, steps }, [referralDeclined(referral)]);
}
