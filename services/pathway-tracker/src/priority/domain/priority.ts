import { addDays, needsSameDayResponse, workingDaysAfter, type CalendarDate } from '@waymark/care-types';
import type { PriorityFlag } from '@waymark/events';
import type { z } from 'zod';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { priorityPolicy } from './priority-policy.ts';

type Flag = z.infer<typeof PriorityFlag>;

/** Where everybody begins. */
export const inDateOrder: Pathway['priority'] = {
  standing: 'date-order',
  flags: [],
  reviewDue: null,
  decision: null,
};

/**
 * Raise a flag for each stated circumstance that the policy names and that has none yet. A new flag opens a review
 * that a person decides; who is accelerated already stays so. Serious risk opens the clinical route of the same day
 * at once: it is never only a flag. No clock is looked at.
 */
export function withFlags(pathway: Pathway, today: CalendarDate): { next: Pathway; flagged: Flag['id'][] } {
  const known = new Set(pathway.priority.flags.map(({ id }) => id));
  const raised = pathway.circumstances
    .filter(({ id }) => !known.has(id) && id in priorityPolicy.flags)
    .map(({ id, source }) => ({ id, raisedOn: today, evidence: source, expiresOn: expiryOf(id, today) }));
  if (raised.length === 0) return { next: withPriorityRank(pathway), flagged: [] };
  const risk = pathway.circumstances.some(
    (stated) => needsSameDayResponse([stated]) && raised.some(({ id }) => id === stated.id),
  );
  const flags = [...pathway.priority.flags, ...raised];
  const next: Pathway = {
    ...pathway,
    sameDayRisk: risk ? { since: today, taken: null } : pathway.sameDayRisk,
    priority:
      pathway.priority.standing === 'accelerated'
        ? { ...pathway.priority, flags }
        : { ...reviewOpen(pathway.priority, today), flags },
  };
  return { next: withPriorityRank(next), flagged: raised.map(({ id }) => id) };
}

/** The same place with its review open: a person decides by the day that the policy gives. */
export function reviewOpen(priority: Pathway['priority'], today: CalendarDate): Pathway['priority'] {
  const reviewDue =
    priority.standing === 'review-open' && priority.reviewDue
      ? priority.reviewDue
      : workingDaysAfter(today, priorityPolicy.reviewWithinWorkingDays);
  return { ...priority, standing: 'review-open', reviewDue };
}

/** The same pathway with its turn worked out again from its risk and its standing. */
export function withPriorityRank(pathway: Pathway): Pathway {
  const riskOpen = pathway.sameDayRisk !== null && pathway.sameDayRisk.taken === null;
  return { ...pathway, riskOpen, turn: riskOpen ? 0 : pathway.priority.standing === 'accelerated' ? 1 : 2 };
}

function expiryOf(id: Flag['id'], today: CalendarDate): CalendarDate | null {
  const holdsDays = priorityPolicy.flags[id] ?? null;
  return holdsDays === null ? null : addDays(today, holdsDays);
}
