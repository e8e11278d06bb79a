import { dayInWords, type CalendarDate } from '@waymark/care-types';
import { findingsOf } from '../domain/findings.ts';
import type { Pathway } from '../domain/pathway.ts';
import { factWords } from '../fact-words.ts';

/** What is odd about what was recorded, each with the facts that show it. It changes no clock: a person looks. */
export function dataQualityFindings(
  pathway: Pathway,
  today: CalendarDate,
): { says: string; shownBy: string[] }[] {
  const known = new Map([...pathway.facts, ...pathway.spellFacts].map((fact) => [fact.factId, fact]));
  return findingsOf(pathway, today).map(({ says, facts: ids }) => ({
    says,
    shownBy: ids.flatMap((id) => {
      const fact = known.get(id);
      return fact ? [`${dayInWords(fact.on)}: ${factWords(fact)}`] : [];
    }),
  }));
}
