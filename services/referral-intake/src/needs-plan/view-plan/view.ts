import {
  circumstanceTitle,
  formatNhsNumber,
  Need,
  needSettings,
  textOf,
  todayInLondon,
  dayInWords,
  type CalendarDate,
} from '@waymark/care-types';
import { view, type View } from '@waymark/http';
import { childHead } from '@waymark/web';
import type { Reach } from '@waymark/policy';
import { z } from 'zod';
import type { NeedsPlans } from '../adapters/needs-plans.ts';
import { PlanId } from '../domain/needs-plan-id.ts';
import { needsThenAndNow, timesWords } from '../domain/needs-plan-words.ts';
import {
  endReasons,
  Became,
  lastOutcome,
  needsNow,
  NeedsPlan,
  planStatuses,
  planSeenBy,
  planStatusOf,
  stepOutcomes,
  type PlanStatus,
} from '../domain/needs-plan.ts';
import { fullName } from '../../person/domain/person.ts';
import { labelOf, type Organisations } from '../../shared/domain/organisations.ts';
import { planTimeline } from './timeline.ts';

export type PlanParts = { plans: NeedsPlans; organisations: Organisations };

export const planParams = z.strictObject({ planId: PlanId });

export const planStatusWords: Readonly<Record<PlanStatus, string>> = {
  open: 'Open',
  ended: 'Ended',
  'became-referral': 'Became a referral',
};

/** A plan with the words for its codes. Undefined when there is no such plan. */
async function shownPlan(
  planId: PlanId,
  { today, reach }: { today: CalendarDate; reach: Reach },
  { plans, organisations }: PlanParts,
) {
  const found = await plans.get(planId);
  if (!found) return undefined;
  const { version } = found;
  const plan = planSeenBy(reach, found.plan);
  const { child, organisation, nextReviewOn } = plan;
  const status = planStatusOf(found.plan);
  const led = organisation === null ? undefined : organisations.byCode(organisation);
  return {
    version,
    plan,
    status,
    statusText: planStatusWords[status],
    open: status === 'open',
    overdue: status === 'open' && nextReviewOn < today,
    whose: childHead(
      {
        name: fullName(child),
        dateOfBirth: child.dateOfBirth,
        references: plan.became ? [plan.became.reference] : [],
      },
      today,
    ),
    nhsNumber: child.nhsNumber && formatNhsNumber(child.nhsNumber),
    ledBy: led ? labelOf(led) : (organisation ?? undefined),
    reviewed: plan.reviews.length === 0 ? 'not reviewed yet' : `reviewed ${timesWords(plan.reviews.length)}`,
    needs: needsThenAndNow(plan),
    circumstances: plan.circumstances.map(circumstanceTitle),
    steps: plan.steps.map((step, at) => ({
      ...step,
      number: at + 1,
      whereText: textOf(needSettings, step.where),
      outcome: outcomeText(plan, at + 1),
    })),
    today,
  };
}
type ShownPlan = NonNullable<Awaited<ReturnType<typeof shownPlan>>>;

function outcomeText(plan: NeedsPlan, step: number): string {
  const outcome = lastOutcome(plan, step);
  return outcome ? stepOutcomes[outcome] : 'Not reviewed yet';
}

/** What happens next with a plan, in one sentence. */
function nextOf({ plan, status, overdue }: ShownPlan): string {
  if (status === 'became-referral')
    return `${plan.became ? `The referral ${plan.became.reference}` : 'A referral'} follows this plan; what is tried goes on with the support plan of the wait.`;
  if (plan.ended) return `Nothing more: ${endReasons[plan.ended.reason].toLowerCase()}.`;
  const day = dayInWords(plan.nextReviewOn);
  return overdue
    ? `A review with the family was due by ${day}; it is the next thing to do.`
    : `You look at it again with the family by ${day}. You can refer with this plan at any time.`;
}

type More = (shown: ShownPlan) => object;

/** A page about one plan that has a form: what the plan is, and what the form needs besides. */
export function planForm(
  form: { id: string; summary: string; path: `/plans/:planId/${string}`; template: string },
  more: More,
): View<PlanParts> {
  return view({
    id: form.id,
    summary: form.summary,
    path: form.path,
    permission: 'plan:write',
    params: planParams,
    load: async ({ params: { planId }, clock, reach }, parts: PlanParts) => {
      const shown = await shownPlan(planId, { today: todayInLondon(clock), reach }, parts);
      return shown && { ...shown, ...more(shown) };
    },
    relation: ({ plan }) => ({ organisation: plan.organisation ?? undefined }),
    page: { template: form.template },
    version: ({ version }) => version,
    audits: ({ plan }) => ({ subjects: subjectsOf(plan), purpose: 'work on a plan of needs' }),
  });
}

/** Whose record a plan is, as the audit log names it. */
export function subjectsOf({ planId, personId }: NeedsPlan): string[] {
  return personId ? [planId, personId] : [planId];
}

/** For those who may act on the plans of the own organisation alone. */
export async function ownPlan(
  { params: { planId } }: { params: { planId: PlanId } },
  { plans }: Pick<PlanParts, 'plans'>,
) {
  return { organisation: (await plans.get(planId))?.plan.organisation ?? undefined };
}

/** Why nothing more can be done with a plan. */
export const planRefusals = {
  'not-open': ({ status }: Readonly<Record<string, unknown>>) =>
    status === 'ended' ? 'This plan has ended.' : 'This plan has become a referral.',
  erased: () => 'This plan was erased.',
};

/** What a program is told of a plan that it changed. */
export const PlanKept = z.object({ planId: PlanId });

const { reviews, steps, metOn, startedOn, nextReviewOn, ended, lead, strengths } = NeedsPlan.shape;
const became = Became.omit({ organisation: true }).optional();

export const viewPlan = view({
  id: 'view-plan',
  summary: 'One plan of needs: who leads it, the needs then and now, what is tried, and every review',
  path: '/plans/:planId',
  permission: 'plan:view',
  params: planParams,
  load: async ({ params: { planId }, clock, viewer, reach }, parts: PlanParts) => {
    const shown = await shownPlan(planId, { today: todayInLondon(clock), reach }, parts);
    if (!shown) return undefined;
    const history = await parts.plans.history(planId);
    return { ...shown, next: nextOf(shown), happened: planTimeline(shown.plan, history, viewer.id) };
  },
  relation: ({ plan }) => ({ organisation: plan.organisation ?? undefined }),
  page: { template: 'needs-plan/view-plan/page.njk' },
  api: {
    path: '/api/plans/:planId',
    body: z.object({
      ...{ planId: PlanId, state: z.enum(planStatuses), organisation: z.string().nullable() },
      ...{ givenName: z.string(), familyName: z.string(), dateOfBirth: z.string() },
      ...{ lead, metOn, startedOn, nextReviewOn, strengths, steps, reviews, became, ended },
      ...{ circumstances: z.array(z.string()), needsAtFirst: z.array(Need), needsNow: z.array(Need) },
      next: z.string(),
    }),
    of: ({ plan: { became: followed, ...plan }, status, next }) => ({
      ...plan,
      ...(followed && {
        became: { on: followed.on, referralId: followed.referralId, reference: followed.reference },
      }),
      state: status,
      givenName: plan.child.givenName,
      familyName: plan.child.familyName,
      dateOfBirth: plan.child.dateOfBirth,
      needsAtFirst: plan.needs,
      needsNow: needsNow(plan),
      next,
    }),
  },
  version: ({ version }) => version,
  audits: ({ plan }) => ({ subjects: subjectsOf(plan), purpose: 'read a plan of needs' }),
});
