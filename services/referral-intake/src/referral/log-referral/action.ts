import { todayInLondon, dayInWords } from '@waymark/care-types';
import { PersonId, referralIdFrom, Reference, ReferralId } from '@waymark/events';
import { action, ownRecords } from '@waymark/http';
import { z } from 'zod';
import { type NeedsPlans, faultsInStatedPlan, tellPlan } from '../../needs-plan/index.ts';
import { faultsIn } from '../domain/faults.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { mayBeKnownAs, type MayBeParts } from '../may-be-known/may-be-known.ts';
import { admit, seesAll, seesOwn, type AdmitParts } from '../admit/admit.ts';
import { inEvenTime } from '../admit/even-time.ts';
import { toNewReferral, fieldOf } from '../admit/to-new-referral.ts';
import { LogReferral } from '../admit/body.ts';
import type { FieldFault } from '../../shared/domain/field-fault.ts';
import { problemOf } from '../../shared/problem.ts';

/** Why a referral is not taken in, for those who log it. */
export const admitRefusals = {
  'already-waiting': ({ reference, receivedOn }: Readonly<Record<string, unknown>>) =>
    `This child already waits for this service: referral ${String(reference)}, received on ${dayInWords(String(receivedOn))}. A second referral would not be seen sooner.`,
};

/** What a program is told of a referral that was logged. */
export const LoggedAnswer = z.object({
  referralId: ReferralId,
  reference: Reference,
  mayBeKnownAs: z
    .array(PersonId)
    .nullable()
    .describe(
      'Children whom this may be, for those who decide about it; null for all others: a clinician looks whether the child is known already',
    ),
  setAside: z
    .array(z.object({ field: z.string(), says: z.string() }))
    .optional()
    .describe(
      'What was stated and is not held, and why: an NHS number that nobody has. Absent where all is held',
    ),
});

type Logged = {
  referral: ReferralRecord['referral'];
  mayBeKnownAs: PersonId[] | null;
  setAside?: readonly FieldFault[];
};

export function loggedAnswer({
  id,
  state: { referral, mayBeKnownAs: known, setAside = [] },
}: {
  id: string;
  state: Logged;
}) {
  return {
    status: 201 as const,
    body: {
      ...{ referralId: id, reference: referral.reference, mayBeKnownAs: known },
      ...(setAside.length > 0 && { setAside }),
    },
    location: `/api/referrals/${id}`,
  };
}

/** What came of logging a referral, with whom the child may be. */
export function withKnown<Done extends { state: ReferralRecord }>(
  done: Done,
  known: PersonId[] | null,
  setAside: readonly FieldFault[] = [],
): Done & { state: Logged } {
  return { ...done, state: { ...done.state, mayBeKnownAs: known, setAside } };
}

export const logReferral = action({
  id: 'log-referral',
  summary: 'Log a referral: who refers, the child, what for, circumstances and needs',
  path: '/log',
  apiPath: '/api/referrals',
  permission: 'referral:log',
  body: LogReferral,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async (
    { body, command, clock, reach, viewer, may },
    {
      organisations,
      plans,
      duplicates,
      ...parts
    }: AdmitParts & MayBeParts & { organisations: Organisations; plans: NeedsPlans },
  ) => {
    const today = todayInLondon(clock);
    const { asked, faults, setAside } = toNewReferral(body, {
      organisations,
      clock,
      own: reach === 'any' ? undefined : viewer.organisation,
      statedBy: reach === 'any' ? 'clinician' : 'referrer',
    });
    const wrong = [
      ...faults,
      ...faultsIn(asked, today).map(fieldOf),
      ...(await faultsInStatedPlan(body.plan, asked.child, today, { viewer, reach, plans })),
    ];
    if (wrong.length > 0) throw problemOf(wrong);
    const referralId = referralIdFrom(parts.index.bytesOf('logged', command.key));
    const sender = reach === 'any' ? { ...seesAll, seen: body.seenChild } : seesOwn(viewer.organisation);
    const admitted = () => admit(asked, referralId, command, parts, sender);
    const outcome = await (reach === 'any' ? admitted() : inEvenTime(admitted));
    if (outcome.kind !== 'done') return outcome;
    await tellPlan(outcome.state, command, plans);
    return withKnown(
      outcome,
      mayBeKnownAs(asked.child, outcome.state.referral.personId, may, { duplicates }),
      setAside,
    );
  },
  refusals: admitRefusals,
  then: { page: ({ id }) => `/${id}/logged`, api: loggedAnswer },
  responses: LoggedAnswer,
});
