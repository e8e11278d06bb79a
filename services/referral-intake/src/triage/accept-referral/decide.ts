import { teamType, validOn, type TeamType } from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralAccepted } from '@waymark/events';
import type { z } from 'zod';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow, withoutQuestion } from '../../referral/domain/triage.ts';

/** A team takes the referral on, once. The received date stays as it was: the wait counts from there. */
export function accept(
  record: ReferralRecord,
  { team, note }: { team: z.infer<typeof TeamType>; note?: string | undefined },
  command: CommandMeta,
): Decision<ReferralRecord> {
  const refused = refusedNow('accept', record);
  if (refused) return refused;
  const on = command.at.date;
  if (!validOn(teamType, team, on)) return refuse('team-not-in-use', { team });
  const referral = { ...withoutQuestion(record.referral), status: 'accepted' as const, acceptedOn: on, team };
  return decide({ ...record, referral, steps: appendStep(record.steps, command, { team, note }) }, [
    referralAccepted(referral),
  ]);
}
