import type { AggregateStore } from '@waymark/aggregate-store';
import { pathwayIdOf, topics } from '@waymark/events';
import { Plan } from './domain/plan.ts';

/** How plans are kept: one aggregate for each pathway, which publishes what is suggested. */
export const planSettings = {
  collection: 'plans',
  schema: Plan,
  topic: topics.support,
  indexes: [
    { keys: { 'state.codeHash': 1 }, unique: true },
    { keys: { 'state.service': 1, 'state.firstSeenOn': 1 } },
  ],
} as const;

/** Which of some referrals have no plan. */
export function withoutPlan(plans: AggregateStore<Plan>) {
  return async (referralIds: readonly string[]): Promise<string[]> => {
    const ids = referralIds.map((id) => String(pathwayIdOf(id)));
    const { items } = await plans.page({
      filter: { _id: { $in: ids } },
      sort: { _id: 1 },
      limit: ids.length,
    });
    const here = new Set(items.map(({ id }) => id));
    return referralIds.filter((id) => !here.has(pathwayIdOf(id)));
  };
}
