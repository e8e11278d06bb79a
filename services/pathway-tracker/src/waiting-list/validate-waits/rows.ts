import type { CalendarDate } from '@waymark/care-types';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { foundWaitingOn } from '../../pathway/domain/validation.ts';
import { factWords, summaryOf, type Names, type Summary } from '../../pathway/index.ts';

/** One wait as who validates looks at it. */
export type ValidationRow = Summary & {
  lastNews: { on: CalendarDate; text: string } | null;
  /** The last day on which somebody found that the child still waits. */
  validated: CalendarDate | null;
};

export function validationRow(pathway: Pathway, names: Names, today: CalendarDate): ValidationRow {
  const last = pathway.facts
    .filter(({ on }) => on <= today)
    .toSorted((one, other) => (one.on < other.on ? -1 : 1))
    .at(-1);
  return {
    ...summaryOf(pathway, names, today),
    lastNews: last ? { on: last.on, text: factWords(last) } : null,
    validated: foundWaitingOn(pathway) ?? null,
  };
}

/** Why names are not shown, for the page; "known" where they are. */
export function whyNameless(names: Names): 'known' | 'not-permitted' | 'away' {
  return names.known ? 'known' : names.why;
}
