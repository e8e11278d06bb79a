import type { ReopeningReason } from '@waymark/care-types';
import { decide, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralReopened } from '@waymark/events';
import type { z } from 'zod';
import { waitingFor, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow, withoutEnd } from '../../referral/domain/triage.ts';

type Reopened = { reason: z.infer<typeof ReopeningReason>; note?: string | undefined };

/**
 * Take up again what had ended: the wait counts from the received date, as if it had never ended. The store refuses it
 * where the child waits on another referral for the same service by now.
 */
export function reopen(
  record: ReferralRecord,
  { reason, note }: Reopened,
  command: CommandMeta,
): Decision<ReferralRecord> {
  const refused = refusedNow('reopen', record);
  if (refused) return refused;
  const referral = withoutEnd(record.referral);
  return decide(
    {
      ...record,
      referral,
      closedOn: null,
      waitingFor: waitingFor(referral.personId, referral.service),
      steps: appendStep(record.steps, command, { reason, note }),
    },
    [referralReopened(referral)],
  );
}
