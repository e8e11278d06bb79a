import {
  circumstanceTitle,
  services,
  sourceOfReferral,
  textOf,
  type CalendarDate,
} from '@waymark/care-types';
import type { Pathway } from '../domain/pathway.ts';
import { isSeen } from '../domain/clocks.ts';
import { decideByOf, evidenceWords, priorityTag, riskStepWords, takenUpWords } from '../priority-words.ts';

/** What stands at the top of a pathway: for what, from where, and how it stands in the order. */
export function headOf(pathway: Pathway, today: CalendarDate) {
  return {
    waitingFor: textOf(services, pathway.service),
    referredBy: textOf(sourceOfReferral, pathway.source),
    seen: pathway.facts.filter(isSeen).length,
    tag: priorityTag(pathway),
    decideBy: decideByOf(pathway),
    takenUp: takenUpOf(pathway),
    flags: pathway.priority.flags.map((flag) => ({
      ...flag,
      title: circumstanceTitle(flag.id),
      statedBy: evidenceWords[flag.evidence],
      expired: flag.expiresOn !== null && flag.expiresOn < today,
    })),
  };
}

/** What was done about a same-day risk, by whom and when; null where none was taken up. */
function takenUpOf({ sameDayRisk }: Pathway): string | null {
  const taken = sameDayRisk?.taken;
  return taken ? `Same-day risk ${takenUpWords(taken)}: ${riskStepWords[taken.step]}.` : null;
}
