import { idOf } from '@waymark/care-types';
import { action } from '@waymark/http';
import { z } from 'zod';
import type { Drafts } from '../adapters/drafts.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { People } from '../../person/index.ts';
import { DraftId } from '../domain/draft.ts';
import { planStatusOf } from '../../needs-plan/domain/needs-plan.ts';
import { nextOf, Saved } from '../draft-referral/next-step.ts';
import { ownPlan, planParams, planRefusals, type PlanParts } from '../../needs-plan/index.ts';
import { draftFromPlan } from './draft-from-plan.ts';
import { referWithPlanForm } from './view.ts';

type Parts = PlanParts & { drafts: Drafts; people: People; index: BlindIndex };

export const referWithPlan = action({
  id: 'refer-with-plan',
  summary: 'Begin a referral with a plan of needs: everything that the plan knows is filled in',
  path: '/plans/:planId/refer',
  apiPath: '/api/plans/:planId/refer',
  permission: 'plan:write',
  params: planParams,
  body: z.strictObject({}),
  relation: ownPlan,
  run: async (
    { params: { planId }, command, viewer, reach },
    { plans, drafts, people, index, organisations }: Parts,
  ) => {
    const plan = (await plans.get(planId))?.plan;
    if (!plan) return { kind: 'missing' };
    if (planStatusOf(plan) === 'ended')
      return { kind: 'refused', code: 'not-open', facts: { status: 'ended' } };
    const personId = await people.find(plan.child);
    const known = personId && (await people.details(personId));
    const of = {
      draftId: DraftId.parse(idOf('dra', index.bytesOf('draft of a plan', command.key))),
      owner: viewer.id,
      organisation: reach === 'any' ? null : (viewer.organisation ?? null),
    };
    const kept = draftFromPlan(plan, organisations, known?.addressHidden === true);
    // A plan asks of no serious risk: that step is looked at, whatever the plan says of circumstances.
    return drafts.begin(of, kept, command, ['circumstances']);
  },
  refusals: planRefusals,
  form: referWithPlanForm,
  then: {
    page: ({ id, state }) => `/drafts/${id}/${nextOf('plan', state, undefined)}`,
    api: ({ id, state }) => ({
      status: 201,
      body: { draftId: id, next: nextOf('plan', state, undefined) },
      location: `/api/drafts/${id}`,
    }),
  },
  responses: Saved,
});
