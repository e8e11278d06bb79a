import { idOf, todayInLondon } from '@waymark/care-types';
import { action, ownRecords } from '@waymark/http';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { People } from '../../person/index.ts';
import { PlanId } from '../domain/needs-plan-id.ts';
import { faultsInPlan, usualReview, type NeedsPlan } from '../domain/needs-plan.ts';
import { chosenNeeds, profileOf } from '../../shared/domain/stated-needs.ts';
import { problemOf } from '../../shared/problem.ts';
import { childOf } from '../../person/domain/stated-child.ts';
import { pickOrganisation } from '../../shared/domain/organisations.ts';
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
    const { lead, metOn, strengths, circumstances, step } = body;
    const picked =
      own === undefined ? pickOrganisation('organisation', body.organisation, organisations) : undefined;
    const { child, faults, setAside } = childOf(body.child, organisations);
    const plan: NeedsPlan = {
      planId: PlanId.parse(idOf('pla', index.bytesOf('plan', command.key))),
      organisation: own ?? picked?.code ?? null,
      child,
      lead,
      metOn,
      needs: profileOf(chosenNeeds(body)),
      ...(strengths && { strengths }),
      circumstances,
      steps: step ? [step] : [],
      reviews: [],
      startedOn: today,
      nextReviewOn: body.nextReviewOn ?? usualReview(today),
    };
    const leaveOut = setAside.map(({ field, says }) => ({ field, says: `${says}. Leave it empty` }));
    const wrong = [...(picked?.faults ?? []), ...faults, ...leaveOut, ...faultsInPlan(plan, today)];
    if (wrong.length > 0) throw problemOf(wrong);
    const personId = await people.find(plan.child);
    return plans.start(personId ? { ...plan, personId } : plan, command);
  },
  refusals: {},
  form: startPlanForm,
  then: {
    page: ({ id }) => `/plans/${id}`,
    says: () => 'Plan started.',
    api: ({ id }) => ({ status: 201, body: { planId: id }, location: `/api/plans/${id}` }),
  },
  responses: PlanKept,
});
