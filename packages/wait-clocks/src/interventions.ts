import {
  interventionKinds,
  interventionsOf,
  isAttended,
  type CalendarDate,
  type InterventionKind,
} from '@waymark/care-types';
import type { Fact } from './fact.ts';

const none: readonly InterventionKind[] = [];

/** Whether a fact can stand for an intervention at all. */
export function mayBeIntervention(fact: Fact): boolean {
  return fact.type === 'intervention' || (fact.type === 'contact' && fact.codes !== undefined);
}

/**
 * The kinds of intervention that a fact stands for: as it says itself, or by its SNOMED CT codes; of an appointment only
 * where the child was seen. None for other facts and for codes that are not known.
 */
export function interventionsIn(fact: Fact): readonly InterventionKind[] {
  if (fact.type === 'intervention') {
    if (fact.kind !== undefined) return [fact.kind];
    return fact.code === undefined ? none : kindsOf(fact.code, fact.on);
  }
  if (fact.type !== 'contact' || fact.codes === undefined) return none;
  if (fact.indirect !== true && !isAttended(fact.attendance)) return none;
  return fact.codes.length === 0 ? none : fact.codes.flatMap((code) => kindsOf(code, fact.on));
}

function kindsOf(code: string, on: CalendarDate): readonly InterventionKind[] {
  return interventionsOf(code, on).filter((kind): kind is InterventionKind => known.has(kind));
}

const known = new Set<string>(interventionKinds);
