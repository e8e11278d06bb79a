/** Plans of needs: what a child needs help with and what is tried, before a referral and beside it. */
import type { ServiceBase } from '@waymark/service-base';
import type { Identity } from '../shared/identity/identity.ts';
import { needsPlans, needsPlansSettings } from './adapters/needs-plans.ts';
import { readPlanRules } from './adapters/read-plan-rules.ts';
import { addPlanStep } from './add-plan-step/action.ts';
import { addPlanStepForm } from './add-plan-step/view.ts';
import { endPlan } from './end-plan/action.ts';
import { endPlanForm } from './end-plan/view.ts';
import { listPlans } from './list-plans/view.ts';
import { reviewPlan } from './review-plan/action.ts';
import { reviewPlanForm } from './review-plan/view.ts';
import { startPlan } from './start-plan/action.ts';
import { startPlanForm } from './start-plan/view.ts';
import { viewPlan } from './view-plan/view.ts';

export type { NeedsPlans } from './adapters/needs-plans.ts';
export { faultsInStatedPlan, plansOf, tellPlan, wrongPlan } from './name-plan/named-plan.ts';
export { plansToChoose } from './name-plan/plans-to-choose.ts';
export { ownPlan, planForm, planParams, planRefusals, type PlanParts } from './view-plan/view.ts';

export const actions = [startPlan, addPlanStep, reviewPlan, endPlan];

export const views = [listPlans, startPlanForm, addPlanStepForm, reviewPlanForm, endPlanForm, viewPlan];

/** The plans, and where one comes before a referral. */
export function parts(base: Pick<ServiceBase, 'store'>, identity: Identity) {
  return { plans: needsPlans(base.store(needsPlansSettings), identity), planRules: readPlanRules() };
}
