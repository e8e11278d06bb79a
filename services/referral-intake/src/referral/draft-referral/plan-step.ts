import type { CalendarDate } from '@waymark/care-types';
import { choices } from '@waymark/web';
import type { Kept } from '../adapters/drafts.ts';
import { type NeedsPlans, faultsInStatedPlan, plansToChoose } from '../../needs-plan/index.ts';
import {
  dueBy,
  planRuleFor,
  whyNoPlan,
  type PlanRule,
  type StatedPlan,
} from '../../needs-plan/domain/plan-required.ts';
import { providerOf } from '../admit/to-new-referral.ts';
import { namesOf, placeOf } from '../../person/domain/stated-child.ts';
import { stepBodies } from './steps.ts';

/** What is said of a plan so far. */
function planIn({ plan }: Kept): StatedPlan | undefined {
  return stepBodies.plan.safeParse(plan ?? {}).data?.plan;
}

function childIn({ child }: Kept) {
  const stated = stepBodies.child.safeParse(child ?? {}).data?.child;
  if (!stated) return undefined;
  const { address: _address, postcode: _postcode, ...rest } = stated;
  return { ...rest, ...namesOf(stated), ...placeOf(stated) };
}

/** The rule by which a plan comes before what is asked for so far; undefined while none does. */
export function planRuleIn(
  kept: Kept,
  today: CalendarDate,
  rules: readonly PlanRule[],
): PlanRule | undefined {
  const child = childIn(kept);
  const request = stepBodies.request.safeParse(kept.request ?? {}).data;
  if (!child || !request) return undefined;
  const { service, receivedOn = today } = request;
  const { dateOfBirth } = child;
  return planRuleFor({ service, provider: providerOf(service), dateOfBirth, receivedOn }, rules);
}

/** What is wrong with what is said of a plan, as far as the child is known. */
export async function planStepFaults(
  kept: Kept,
  today: CalendarDate,
  naming: Parameters<typeof faultsInStatedPlan>[3],
): Promise<{ field: string; says: string }[]> {
  const child = childIn(kept);
  if (!child) return [{ field: 'plan.planId', says: 'Say first who the child is' }];
  return faultsInStatedPlan(planIn(kept), child, today, naming);
}

/** Whether the form has the step: where a plan is asked for, or one is named. */
export function hasPlanStep(kept: Kept, today: CalendarDate, rules: readonly PlanRule[]): boolean {
  return planIn(kept)?.planId !== undefined || planRuleIn(kept, today, rules) !== undefined;
}

/** What the step offers: why a plan is asked for, by when, and the plans of this child. */
export async function planStepModel(
  kept: Kept,
  today: CalendarDate,
  { plans, planRules, own }: { plans: NeedsPlans; planRules: readonly PlanRule[]; own: string | undefined },
) {
  const rule = planRuleIn(kept, today, planRules);
  const child = childIn(kept);
  return {
    because: rule?.because,
    by: rule && dueBy(rule, today),
    choices: plansToChoose(child ? await plans.ofChild(child, own) : []),
    reasons: choices(whyNoPlan),
  };
}
