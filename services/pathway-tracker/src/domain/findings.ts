import type { CalendarDate } from '@waymark/care-types';
import { findingsIn, type DataQualityFinding } from '@waymark/wait-clocks';
import type { Pathway } from './pathway.ts';

/** What is odd about a pathway's facts, also beside those of the child's other referrals to the provider. */
export function findingsOf({ facts, spellFacts }: Pathway, today: CalendarDate): DataQualityFinding[] {
  const own = new Set(facts.map(({ factId }) => factId));
  return findingsIn([...facts, ...spellFacts], { asOf: today }).filter(({ facts: shownBy }) =>
    shownBy.some((factId) => own.has(factId)),
  );
}
