import { countPriority } from './count-priority/view.ts';
import { decidePriorityAction, priorityForm } from './decide-priority/action.ts';
import { priorityReviews } from './list-reviews/view.ts';
import { sameDayRisks } from './list-risks/view.ts';
import { riskForm, takeUpRiskAction } from './take-up-risk/action.ts';

export { datedReviews } from './list-reviews/view.ts';
export { openRisks } from './list-risks/view.ts';

/** Who is seen sooner, and why: the policy, reviews by a person, and serious risk. */
export const actions = [decidePriorityAction, takeUpRiskAction];
export const views = [sameDayRisks, countPriority, priorityReviews, priorityForm, riskForm];
