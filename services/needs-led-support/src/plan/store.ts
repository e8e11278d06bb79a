import { topics } from '@waymark/events';
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
