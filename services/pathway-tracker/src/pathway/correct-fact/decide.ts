import type { CalendarDate } from '@waymark/care-types';
import { decide, refuse, type Actor, type Decision } from '@waymark/decisions';
import { recalculated } from '../domain/clocks.ts';
import { isFromReferral, type CorrectionReason, type Pathway, type PathwayFact } from '../domain/pathway.ts';
import { record, recordedEvents, roleOf } from '../domain/recording.ts';

/**
 * Put something right that was recorded wrongly: what was there stays to be seen and counts no more, and the clocks are
 * as if only the right one had ever been recorded. What the referral says is corrected in the referral.
 */
export function correct(
  pathway: Pathway,
  factId: string,
  { fact, why }: { fact: PathwayFact; why: CorrectionReason },
  by: Actor,
  today: CalendarDate,
): Decision<Pathway> {
  if (isFromReferral(pathway.referralId, factId)) return refuse('told-by-the-referral');
  const wrong = pathway.facts.find((known) => known.factId === factId);
  if (!wrong) return refuse('not-recorded');
  const withdrawn = {
    ...{ fact: wrong, by: by.id, role: roleOf(by), on: today, replacedBy: fact.factId, why },
    reason: wrong.on === fact.on ? ('wrong-kind' as const) : ('wrong-date' as const),
  };
  const without = recalculated(
    {
      ...pathway,
      facts: pathway.facts.filter((known) => known !== wrong),
      withdrawn: [...pathway.withdrawn, withdrawn],
    },
    today,
  );
  const decision = record(without, fact, by, today);
  return decision.kind === 'refused'
    ? decision
    : decide(decision.state, recordedEvents(pathway, decision.state, fact.factId));
}
