import { idOf, todayInLondon } from '@waymark/care-types';
import { action, ownRecords } from '@waymark/http';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { People } from '../../person/adapters/person-store.ts';
import { PlanId } from '../domain/needs-plan-id.ts';
import { faultsInPlan, usualReview, type NeedsPlan } from '../domain/needs-plan.ts';
import { profileOf } from '../domain/stated-needs.ts';
import { problemOf } from '../../referral/log-referral/action.ts';
import { askedOf } from '../../referral/admit/to-new-referral.ts';
import type { LogReferral } from '../../referral/admit/body.ts';
import { PlanKept, type PlanParts } from '../view-plan/view.ts';
import { StartPlan } from './body.ts';
import { startPlanForm } from './view.ts';

type Parts = PlanParts & { people: People; index: BlindIndex };

export const startPlan = action({
  id: 'start-plan',
  summary: 'Begin a plan of needs: what a child needs help with, and what is tried, before any referral',
  path: '/plans/new',
  apiPath: '/api/plans',
  permission: 'plan:write',
  body: StartPlan,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async ({ body, command, clock, reach, viewer }, { plans, people, index, organisations }: Parts) => {
    const today = todayInLondon(clock);
    const own = reach === 'any' ? undefined : viewer.organisation;
    const { lead, metOn, needs, strengths, circumstances, step } = body;
    const { asked, faults } = askedOf(
      { ...neededByReferralsAlone, organisation: body.organisation, child: body.child, needs },
      { organisations, clock, own, statedBy: 'referrer' },
    );
    const plan: NeedsPlan = {
      planId: PlanId.parse(idOf('pla', index.bytesOf('plan', command.key))),
      organisation: asked.organisation ?? null,
      child: asked.child,
      lead,
      metOn,
      needs: profileOf(needs),
      ...(strengths && { strengths }),
      circumstances,
      steps: step ? [step] : [],
      reviews: [],
      startedOn: today,
      nextReviewOn: body.nextReviewOn ?? usualReview(today),
    };
    const wrong = [...faults, ...faultsInPlan(plan, today)];
    if (wrong.length > 0) throw problemOf(wrong);
    const personId = await people.find(plan.child);
    return plans.start(personId ? { ...plan, personId } : plan, command);
  },
  refusals: {},
  form: startPlanForm,
  then: {
    page: ({ id }) => `/plans/${id}`,
    api: ({ id }) => ({ status: 201, body: { planId: id }, location: `/api/plans/${id}` }),
  },
  responses: PlanKept,
});

/** A plan asks for no service: these stand where a referral would say for which, so that its organisations are found. */
const neededByReferralsAlone: Pick<
  LogReferral,
  'source' | 'service' | 'primaryReason' | 'otherReasons' | 'priority' | 'circumstances'
> = {
  source: 'P1',
  service: 'autism-assessment',
  primaryReason: '25',
  otherReasons: [],
  priority: '3',
  circumstances: [],
};
