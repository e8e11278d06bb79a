import {
  ageOn,
  circumstanceTitle,
  services,
  sourceOfReferral,
  textOf,
  type CalendarDate,
} from '@waymark/care-types';
import type { Names } from '../../adapters/http/people-at-intake.ts';
import type { Pathway } from '../../domain/pathway.ts';
import { isSeen } from '../../domain/clocks.ts';
import { tagOf } from '../waiting-list/rows.ts';

/** Who stated a circumstance. */
export const evidenceWords = {
  referrer: 'the referrer',
  clinician: 'a clinician',
  family: 'the family',
  import: 'the record it came from',
} as const;

/** What stands at the top of a pathway: who, for what, from where, and how it stands in the order. */
export function headOf(pathway: Pathway, names: Names, today: CalendarDate) {
  const name = names.known ? names.of.get(pathway.personId) : undefined;
  return {
    name: name ? `${name.given} ${name.family}` : null,
    nameless: names.known ? null : names.why,
    age: ageOn(pathway.dateOfBirth, today),
    waitingFor: textOf(services, pathway.service),
    referredBy: textOf(sourceOfReferral, pathway.source),
    seen: pathway.facts.filter(isSeen).length,
    tag: tagOf(pathway),
    flags: pathway.priority.flags.map((flag) => ({
      ...flag,
      title: circumstanceTitle(flag.id),
      statedBy: evidenceWords[flag.evidence],
      expired: flag.expiresOn !== null && flag.expiresOn < today,
    })),
  };
}
