import type { CalendarDate } from '@waymark/care-types';
import { decide, pathwayPriorityFlagged, type Decided } from '@waymark/events';
import { clockEvents, reckoned, recheckOn } from '../../domain/clocks.ts';
import { stateOf, type Pathway } from '../../domain/pathway.ts';
import { ordered, reviewOpen } from '../../domain/priority.ts';

/**
 * What the date alone changes: a four-week clock ends some days after its last referral did, and a decision that was
 * made until a day opens its review again, for a person to decide.
 */
export function keepDates(pathway: Pathway, today: CalendarDate): Decided<Pathway> {
  const aged = reckoned(pathway, today);
  const { standing, decision, flags } = aged.priority;
  const until = decision?.expiresOn ?? null;
  const isOver = standing === 'accelerated' && until !== null && until < today;
  if (!isOver || aged.stage === 'closed') return decide(aged, clockEvents(pathway, aged));
  const reopened = ordered({ ...aged, priority: reviewOpen(aged.priority, today) });
  const next = { ...reopened, recheckOn: recheckOn(reopened, today) };
  return decide(next, [
    ...clockEvents(pathway, next),
    pathwayPriorityFlagged({ ...stateOf(next), flagged: flags.map(({ id }) => id) }),
  ]);
}
