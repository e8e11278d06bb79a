import { decide, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralWithdrawn } from '@waymark/events';
import { noLongerWaiting, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow, withoutQuestion } from '../../referral/domain/triage.ts';

/**
 * The family or the referrer no longer asks for it. A person says so, with the reason, which stays here sealed. The
 * child may be referred again at any time.
 */
export function withdraw(
  record: ReferralRecord,
  because: string,
  command: CommandMeta,
): Decision<ReferralRecord> {
  const refused = refusedNow('withdraw', record);
  if (refused) return refused;
  const end = { status: 'withdrawn' as const, withdrawnOn: command.at.date };
  const referral = { ...withoutQuestion(record.referral), ...end };
  const steps = appendStep(record.steps, command, { note: because });
  return decide({ ...noLongerWaiting(record), referral, steps }, [referralWithdrawn(referral)]);
}
