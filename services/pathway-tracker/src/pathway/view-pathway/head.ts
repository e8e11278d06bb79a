import {
  ageOn,
  circumstanceTitle,
  services,
  sourceOfReferral,
  textOf,
  type CalendarDate,
} from '@waymark/care-types';
import type { Names } from '../adapters/people-at-intake.ts';
import type { Pathway } from '../domain/pathway.ts';
import { isSeen } from '../domain/clocks.ts';
import { evidenceWords, priorityTag } from '../priority-words.ts';
import { nameOf } from '../summary.ts';

/** What stands at the top of a pathway: who, for what, from where, and how it stands in the order. */
export function headOf(pathway: Pathway, names: Names, today: CalendarDate) {
  return {
    name: nameOf(pathway, names),
    nameless: names.known ? null : names.why,
    age: ageOn(pathway.dateOfBirth, today),
    waitingFor: textOf(services, pathway.service),
    referredBy: textOf(sourceOfReferral, pathway.source),
    seen: pathway.facts.filter(isSeen).length,
    tag: priorityTag(pathway),
    flags: pathway.priority.flags.map((flag) => ({
      ...flag,
      title: circumstanceTitle(flag.id),
      statedBy: evidenceWords[flag.evidence],
      expired: flag.expiresOn !== null && flag.expiresOn < today,
    })),
  };
}
