import type { CalendarDate } from '@waymark/care-types';
import { decide, type Decided } from '@waymark/decisions';
import { clocksOf, type Fact } from '@waymark/wait-clocks';
import { clockEvents, recalculated } from '../../pathway/domain/clocks.ts';
import type { Pathway, PathwayFact } from '../../pathway/domain/pathway.ts';

/**
 * Those of the child's other pathways whose facts the clocks of this one need: the others at its provider, because a spell
 * is all referrals to one provider, and those anywhere that are one wait with it, because they were rejected or passed on
 * and taken up.
 */
export function joinedWith(
  pathway: Pathway,
  others: readonly Pathway[],
  today: CalendarDate,
): readonly Pathway[] {
  const elsewhere = others.filter(({ provider }) => provider !== pathway.provider);
  const oneWait = elsewhere.length === 0 ? new Set<string>() : oneWaitWith(pathway, others, today);
  return others.filter(
    ({ provider, referralId }) => provider === pathway.provider || oneWait.has(referralId),
  );
}

function oneWaitWith({ referralId, facts }: Pathway, others: readonly Pathway[], today: CalendarDate) {
  const all = [...facts, ...others.flatMap((other) => other.facts)] as Fact[];
  return new Set(
    clocksOf(all, { asOf: today })
      .filter(({ referralIds }) => referralIds.includes(referralId))
      .flatMap(({ referralIds }) => referralIds),
  );
}

/** The facts of the child's other referrals that count with this one are now these. */
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
