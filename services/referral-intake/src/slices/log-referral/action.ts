import { todayInLondon } from '@waymark/care-types';
import { referralIdFrom, Reference, ReferralId } from '@waymark/events';
import { action, fieldProblem, ownRecords, problemError } from '@waymark/runtime';
import { z } from 'zod';
import type { NeedsPlans } from '../../adapters/needs-plans/needs-plans.ts';
import { faultsIn } from '../../domain/faults.ts';
import type { Organisations } from '../../domain/organisations.ts';
import { faultsInStatedPlan, tellPlan } from '../join-plan/named-plan.ts';
import { admit, type AdmitParts } from './admit.ts';
import { askedOf, fieldOf, type FieldFault } from './asked.ts';
import { LogReferral } from './body.ts';

/** Why a referral is not taken in, for those who log it. */
export const admitRefusals = {
  'already-waiting': ({ reference, receivedOn }: Readonly<Record<string, unknown>>) =>
    `This child already waits for this service: referral ${String(reference)}, received on ${inWords(String(receivedOn))}. A second referral would not be seen sooner.`,
};

export const anotherBirthDate =
  'This NHS number is held for a child with another date of birth. Check the number and the date of birth';

export const logReferral = action({
  id: 'log-referral',
  summary: 'Log a referral: who refers, the child, what for, circumstances and needs',
  path: '/log',
  apiPath: '/api/referrals',
  permission: 'referral:log',
  body: LogReferral,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async (
    { body, made, clock, reach, viewer },
    { organisations, plans, ...parts }: AdmitParts & { organisations: Organisations; plans: NeedsPlans },
  ) => {
    const today = todayInLondon(clock);
    const { asked, faults } = askedOf(body, {
      organisations,
      today,
      own: reach === 'any' ? undefined : viewer.organisation,
      statedBy: reach === 'any' ? 'clinician' : 'referrer',
    });
    const wrong = [
      ...faults,
      ...faultsIn(asked, today).map(fieldOf),
      ...(await faultsInStatedPlan(body.plan, asked.child, today, { viewer, reach, plans })),
    ];
    if (wrong.length > 0) throw problemOf(wrong);
    const referralId = referralIdFrom(parts.index.bytesOf('logged', made.key).subarray(0, 26));
    const outcome = await admit(asked, referralId, made, parts, 'given first');
    if (outcome.kind === 'refused' && outcome.code === 'another-birth-date')
      throw problemOf([{ field: 'child.nhsNumber', says: anotherBirthDate }]);
    if (outcome.kind === 'done') await tellPlan(outcome.state, made, plans);
    return outcome;
  },
  refusals: admitRefusals,
  then: {
    page: ({ id }) => `/${id}/logged`,
    api: ({ id, state: { referral } }) => ({
      status: 201,
      body: { referralId: id, reference: referral.reference },
      location: `/api/referrals/${id}`,
    }),
  },
  responses: z.object({ referralId: ReferralId, reference: Reference }),
});

/** The problem of a form with faults, each at its field. */
export function problemOf(faults: readonly FieldFault[]) {
  return problemError('invalid-body', {
    errors: faults.map(({ field, says }) => fieldProblem('body', field.split('.'), says)),
  });
}

function inWords(day: string): string {
  return Temporal.PlainDate.from(day).toLocaleString('en-GB', { dateStyle: 'long' });
}
