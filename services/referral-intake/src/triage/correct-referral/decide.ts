import {
  ageOn,
  clinicalPriority,
  primaryReason,
  sourceOfReferral,
  validOn,
  type CorrectionReason,
  type OdsCode,
} from '@waymark/care-types';
import { CorrectedField, referralCorrected, type ReferralState } from '@waymark/events';
import { decide, refuse, type Decision, type CommandMeta, type Refused } from '@waymark/decisions';
import type { z } from 'zod';
import { oldest } from '../../person/domain/birth.ts';
import { receivedTimeFault } from '../../referral/domain/received-time.ts';
import { waitingFor, type ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow } from '../../referral/domain/triage.ts';

/** What is right, for each field that was wrong. */
export type Right = { [Field in CorrectedField]?: ReferralState[Field] | undefined };

type Correction = { right: Right; reason: z.infer<typeof CorrectionReason>; note?: string | undefined };

/**
 * Replace what was recorded wrongly. What it was stays in the history. `providerOf` tells who provides a service: a
 * referral for another service is another provider's.
 */
export function correct(
  record: ReferralRecord,
  { right, reason, note }: Correction,
  command: CommandMeta,
  providerOf: (service: ReferralState['service']) => OdsCode,
): Decision<ReferralRecord> {
  const refused = refusedNow('correct', record);
  if (refused) return refused;
  const before = record.referral;
  const replaced = CorrectedField.options.flatMap((field) => {
    const now = right[field];
    return now === undefined || now === before[field] ? [] : [{ field, was: before[field] ?? '', now }];
  });
  if (replaced.length === 0) return refuse('nothing-to-correct');
  const referral: ReferralState = {
    ...before,
    ...(Object.fromEntries(replaced.map(({ field, now }) => [field, now])) as Partial<ReferralState>),
  };
  if (referral.service !== before.service) referral.provider = providerOf(referral.service);
  const wrong = wrongIn(referral, command);
  if (wrong) return wrong;
  const corrected = replaced.map(({ field }) => field);
  return decide(
    {
      ...record,
      referral,
      waitingFor: waitingFor(referral.personId, referral.service),
      steps: appendStep(record.steps, command, { reason, replaced, note }),
    },
    [referralCorrected({ ...referral, corrected, correctionReason: reason })],
  );
}

function wrongIn(referral: ReferralState, { at }: CommandMeta): Refused | undefined {
  const { receivedOn, receivedTime, dateOfBirth, acceptedOn, returnedOn, knownContacts } = referral;
  if (receivedOn > at.date) return refuse('received-in-the-future');
  const noSuchTime =
    receivedTime && receivedTimeFault(receivedOn, receivedTime, Temporal.Instant.from(at.instant));
  if (noSuchTime) return refuse('no-such-time', { says: noSuchTime });
  if (receivedOn < dateOfBirth) return refuse('received-before-birth');
  if (ageOn(dateOfBirth, receivedOn) > oldest) return refuse('too-old');
  const first = [acceptedOn, returnedOn, ...knownContacts.map(({ on }) => on)]
    .filter((on) => typeof on === 'string')
    .toSorted()[0];
  if (first !== undefined && receivedOn > first) return refuse('received-after-what-happened', { first });
  const inUse =
    validOn(sourceOfReferral, referral.source, receivedOn) &&
    validOn(clinicalPriority, referral.priority, receivedOn) &&
    validOn(primaryReason, referral.primaryReason, receivedOn);
  if (!inUse) return refuse('code-not-in-use');
  if (referral.otherReasons.includes(referral.primaryReason)) return refuse('reason-said-twice');
  return undefined;
}
