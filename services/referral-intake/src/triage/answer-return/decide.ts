import { decide, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralAnswered } from '@waymark/events';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow, withoutQuestion } from '../../referral/domain/triage.ts';

/** What was asked for has come: the referral waits for a decision again, by its first received date. */
export function answer(record: ReferralRecord, note: string, command: CommandMeta): Decision<ReferralRecord> {
  const refused = refusedNow('answer', record);
  if (refused) return refused;
  const referral = { ...withoutQuestion(record.referral), status: 'received' as const };
  return decide({ ...record, referral, steps: appendStep(record.steps, command, { note }) }, [
    referralAnswered(referral),
  ]);
}
