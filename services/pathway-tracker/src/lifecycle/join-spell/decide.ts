import type { CalendarDate } from '@waymark/care-types';
import { decide, type Decided } from '@waymark/decisions';
import { clockEvents, recalculated } from '../../pathway/domain/clocks.ts';
import type { Pathway, PathwayFact } from '../../pathway/domain/pathway.ts';

/** The facts of the child's other referrals to this provider are now these. */
export function joinSpell(
  pathway: Pathway,
  spellFacts: readonly PathwayFact[],
  today: CalendarDate,
): Decided<Pathway> {
  const next = recalculated({ ...pathway, spellFacts: [...spellFacts] }, today);
  return decide(next, clockEvents(pathway, next));
}

/** Whether taking over these facts would say anything new. */
export function saysNothingNew(
  pathway: Pathway,
  spellFacts: readonly PathwayFact[],
  today: CalendarDate,
): boolean {
  const { state, events } = joinSpell(pathway, spellFacts, today);
  return events.length === 0 && JSON.stringify(state.spellFacts) === JSON.stringify(pathway.spellFacts);
}
