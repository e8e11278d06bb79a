import type { CalendarDate } from '@waymark/care-types';
import { decide, refuse, type Actor, type Decision } from '@waymark/decisions';
import { recalculated } from '../domain/clocks.ts';
import { isFromReferral, type Pathway, type WithdrawalReason } from '../domain/pathway.ts';
import { recordedEvents, roleOf } from '../domain/recording.ts';

/**
 * Take back what was recorded by mistake. It stays to be seen, and counts no more: the clocks are as if it had never
 * been recorded. What the referral says is corrected in the referral.
 */
export function withdraw(
  pathway: Pathway,
  { factId, reason }: { factId: string; reason: WithdrawalReason },
  by: Actor,
  today: CalendarDate,
): Decision<Pathway> {
  if (isFromReferral(pathway.referralId, factId)) return refuse('told-by-the-referral');
  const fact = pathway.facts.find((known) => known.factId === factId);
  if (!fact) return refuse('not-recorded');
  const next = recalculated(
    {
      ...pathway,
      facts: pathway.facts.filter((known) => known !== fact),
      withdrawn: [...pathway.withdrawn, { fact, by: by.id, role: roleOf(by), on: today, reason }],
    },
    today,
  );
  return decide(next, recordedEvents(pathway, next, factId));
}
