import type { CalendarDate } from '@waymark/care-types';
import { decide, refuse, type Actor, type Decision } from '@waymark/decisions';
import { pathwayPriorityDecided, priorityReasons, type PriorityReason } from '@waymark/events';
import { recheckOn } from '../../pathway/domain/clocks.ts';
import { stateOf, type Pathway } from '../../pathway/domain/pathway.ts';
import { withPriorityRank } from '../domain/priority.ts';

export type Decided = { reasonCode: PriorityReason; expiresOn: CalendarDate | null };

/** A named person accelerates, or keeps date order; the reason tells which. No clock is looked at. */
export function decidePriority(
  pathway: Pathway,
  { reasonCode, expiresOn }: Decided,
  by: Actor,
  today: CalendarDate,
): Decision<Pathway> {
  const reason = priorityReasons.find(({ code }) => code === reasonCode);
  if (pathway.stage === 'closed') return refuse('already-closed');
  if (!reason) return refuse('no-such-reason');
  if (expiresOn !== null && expiresOn <= today) return refuse('ends-in-the-past');
  const { outcome } = reason;
  const decided = withPriorityRank({
    ...pathway,
    priority: {
      ...pathway.priority,
      standing: outcome,
      reviewDue: null,
      decision: { by: by.id, on: today, outcome, reasonCode, expiresOn },
    },
  });
  const next = { ...decided, recheckOn: recheckOn(decided, today) };
  return decide(next, [pathwayPriorityDecided(stateOf(next))]);
}
