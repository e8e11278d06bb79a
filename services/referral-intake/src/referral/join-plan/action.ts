import { todayInLondon } from '@waymark/care-types';
import { ReferralId } from '@waymark/events';
import { action } from '@waymark/http';
import { z } from 'zod';
import { PlanId } from '../../needs-plan/domain/needs-plan-id.ts';
import { problemOf } from '../../shared/problem.ts';
import { seenBy } from '../view-referral/own-statement.ts';
import { joinPlan } from './decide.ts';
import { tellPlan, wrongPlan } from '../../needs-plan/index.ts';
import { joinParams, joinPlanForm, type JoinParts } from './view.ts';

export const joinPlanToReferral = action({
  id: 'join-plan',
  summary: 'Say which plan of needs a referral follows',
  path: '/:referralId/plan',
  apiPath: '/api/referrals/:referralId/plan',
  permission: 'referral:inform',
  params: joinParams,
  body: z.strictObject({ planId: PlanId }),
  relation: async ({ params: { referralId } }, { referrals }: JoinParts) => ({
    organisation: (await referrals.get(referralId))?.state.organisation ?? undefined,
  }),
  run: async (
    { params: { referralId }, body: { planId }, command, viewer, reach, clock },
    { referrals, people, plans, ...parts }: JoinParts,
  ) => {
    const stored = await referrals.get(referralId);
    const held = stored && (await people.details(stored.state.referral.personId));
    const child = stored && seenBy(reach, stored.state, held, parts).child;
    if (!child) return { kind: 'missing' };
    const wrong = await wrongPlan(planId, child, { viewer, reach, plans });
    if (wrong) throw problemOf([{ field: 'planId', says: wrong }]);
    const outcome = await referrals.change(referralId, command, (record) =>
      joinPlan(record, planId, todayInLondon(clock)),
    );
    if (outcome.kind === 'done') await tellPlan(outcome.state, command, plans);
    return outcome;
  },
  refusals: {
    'not-now': () => 'This referral has ended: a plan is not asked for any more.',
    'plan-given': () => 'This referral follows a plan already.',
  },
  form: joinPlanForm,
  then: {
    page: ({ id }) => `/${id}`,
    says: () => 'The referral now follows the plan of needs.',
    api: ({ id }, { body: { planId } }) => ({ status: 200, body: { referralId: id, planId } }),
  },
  responses: z.object({ referralId: ReferralId, planId: PlanId }),
});
