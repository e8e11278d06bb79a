import { decide, refuse, type CommandMeta, type Decision } from '@waymark/decisions';
import type { OdsCode } from '@waymark/care-types';
import type { ReferralState } from '@waymark/events';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { correct } from '../correct-referral/decide.ts';

/** Direct care takes, or leaves, the earlier day on which a referrer says that the referral was sent. */
export function decideReceivedDate(
  record: ReferralRecord,
  { take, note }: { take: boolean; note: string },
  command: CommandMeta,
  providerOf: (service: ReferralState['service']) => OdsCode,
): Decision<ReferralRecord> {
  const { proposed, ...rest } = record;
  if (!proposed) return refuse('nothing-proposed');
  if (!take) return decide({ ...rest, steps: appendStep(record.steps, command, { note }) });
  const { receivedOn, receivedTime } = proposed;
  // The time is that of its own day.
  const { receivedTime: _now, ...untimed } = rest.referral;
  return correct(
    { ...rest, referral: receivedOn === rest.referral.receivedOn ? rest.referral : untimed },
    { right: { receivedOn, receivedTime }, reason: 'learned-later', note },
    command,
    providerOf,
  );
}
