import type { CalendarDate } from '@waymark/care-types';
import { decide, refuse, type Actor, type Decision } from '@waymark/decisions';
import type { Pathway, RiskStep } from '../../pathway/domain/pathway.ts';
import { withPriorityRank } from '../domain/priority.ts';

/** A clinician says what was done about a serious risk. The priority review stays open: it is another question. */
export function takeUpRisk(
  pathway: Pathway,
  step: RiskStep,
  by: Actor,
  today: CalendarDate,
): Decision<Pathway> {
  const { sameDayRisk } = pathway;
  if (sameDayRisk === null || sameDayRisk.taken !== null) return refuse('no-open-risk');
  return decide(
    withPriorityRank({ ...pathway, sameDayRisk: { ...sameDayRisk, taken: { by: by.id, on: today, step } } }),
  );
}
