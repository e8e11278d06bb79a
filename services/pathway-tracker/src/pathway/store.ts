import { topics } from '@waymark/events';
import { Pathway } from './domain/pathway.ts';

/** How pathways are kept: one aggregate for each referral, which publishes what changes. */
export const pathwaySettings = {
  collection: 'pathways',
  schema: Pathway,
  topic: topics.pathways,
  indexes: [
    { keys: { 'state.reference': 1 }, unique: true },
    { keys: { 'state.personId': 1, 'state.provider': 1 } },
    { keys: { updatedAt: 1, version: 1 } },
    { keys: { 'state.priority.standing': 1, 'state.priority.reviewDue': 1, _id: 1 } },
    { keys: { 'state.riskOpen': 1, 'state.sameDayRisk.since': 1, _id: 1 } },
    { keys: { 'state.recheckOn': 1 } },
  ],
} as const;
