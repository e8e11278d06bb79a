import { countPlans } from './count-plans/view.ts';
import { followPathway } from './follow-pathway/on-pathway-event.ts';
import { viewPlan } from './view-plan/view.ts';

/** What is suggested to one family while it waits, and why. */
export const views = [countPlans, viewPlan];
export const consumes = followPathway;

export { childOf, type ChildParts } from './child.ts';
export { planSettings, withoutPlan } from './store.ts';
