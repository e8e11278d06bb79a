import type { CalendarDate } from '@waymark/care-types';
import type { PersonId, Reference, ReferralId } from '@waymark/events';
import type { CommandMeta } from '@waymark/decisions';
import type { Reach, Viewer } from '@waymark/policy';
import type { NeedsPlans } from '../adapters/needs-plans.ts';
import { sameChild } from '../domain/needs-plan-child.ts';
import type { PlanId } from '../domain/needs-plan-id.ts';
import { becameReferral, planStatusOf } from '../domain/needs-plan.ts';
import type { PersonDetails } from '../../person/domain/person.ts';
import { wrongPromise, type PlanOfReferral, type StatedPlan } from '../domain/plan-required.ts';

/** Who names a plan, and the plans that there are. */
type Naming = { viewer: Viewer; reach: Reach; plans: NeedsPlans };

/** The organisation whose plans a person may name; undefined for every one. */
export function plansOf({ viewer, reach }: Pick<Naming, 'viewer' | 'reach'>): string | undefined {
  return reach === 'any' ? undefined : (viewer.organisation ?? '');
}

/** Why a referral of this child cannot follow a plan; undefined where it can. What may not be seen is not told. */
export async function wrongPlan(
  planId: PlanId,
  child: PersonDetails,
  { plans, ...who }: Naming,
): Promise<string | undefined> {
  const plan = (await plans.get(planId))?.plan;
  const own = plansOf(who);
  if (!plan || (own !== undefined && plan.organisation !== own))
    return 'There is no such plan in your organisation';
  if (!sameChild(plan.child, child))
    return 'This is the plan of another child: check the name and the date of birth';
  return planStatusOf(plan) === 'ended' ? 'This plan has ended: choose one that is open' : undefined;
}

/** What is wrong with what is said of a plan with a referral. */
export async function faultsInStatedPlan(
  stated: StatedPlan | undefined,
  child: PersonDetails,
  today: CalendarDate,
  naming: Naming,
): Promise<{ field: string; says: string }[]> {
  const promise = wrongPromise(stated, today);
  const named = stated?.planId && (await wrongPlan(stated.planId, child, naming));
  return [
    ...(promise ? [{ field: 'plan.missing.expectedOn', says: promise }] : []),
    ...(named ? [{ field: 'plan.planId', says: named }] : []),
  ];
}

/** What of a referral its plan keeps, and which plan that is. */
type Following = {
  referral: { referralId: ReferralId; reference: Reference; personId: PersonId };
  plan?: PlanOfReferral | undefined;
  /** Whose referral it is. */
  organisation: string | null;
};

/** Let the plan that a referral follows say so. Doing it again changes nothing. */
export async function tellPlan(
  { referral, plan, organisation }: Following,
  { expected: _seen, ...command }: CommandMeta,
  plans: NeedsPlans,
): Promise<void> {
  if (plan?.state !== 'given') return;
  const { referralId, reference, personId } = referral;
  await plans.change(
    plan.planId,
    { ...command, name: 'become-referral', key: `${command.key} ${plan.planId}` },
    (known) => becameReferral(known, { on: plan.on, referralId, reference, organisation }, personId),
  );
}
