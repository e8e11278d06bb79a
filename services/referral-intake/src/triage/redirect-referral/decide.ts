import type { OdsCode, RedirectionReason } from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralRedirected } from '@waymark/events';
import type { z } from 'zod';
import { noLongerWaiting, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow, withoutQuestion } from '../../referral/domain/triage.ts';

type Redirected = { to: OdsCode; reason: z.infer<typeof RedirectionReason>; note?: string | undefined };

/** Another provider takes the referral over. The received date goes with it: the wait there counts from the same day. */
export function redirect(
  record: ReferralRecord,
  { to, reason, note }: Redirected,
  command: CommandMeta,
): Decision<ReferralRecord> {
  const refused = refusedNow('redirect', record);
  if (refused) return refused;
  if (to === record.referral.provider) return refuse('same-provider');
  const end = { redirectedOn: command.at.date, redirectedTo: to, redirectReason: reason };
  const referral = { ...withoutQuestion(record.referral), status: 'redirected' as const, ...end };
  const steps = appendStep(record.steps, command, { reason, to, note });
  return decide({ ...noLongerWaiting(record), referral, steps }, [referralRedirected(referral)]);
}
