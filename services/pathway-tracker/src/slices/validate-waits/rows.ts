import type { CalendarDate } from '@waymark/care-types';
import type { Names } from '../../adapters/http/people-at-intake.ts';
import type { Pathway } from '../../domain/pathway.ts';
import { factWords } from '../view-pathway/fact-words.ts';
import { rowOf, type Row } from '../waiting-list/rows.ts';

/** One wait as who validates looks at it. */
export type ValidationRow = Row & { lastNews: { on: CalendarDate; text: string } | null };

export function validationRow(pathway: Pathway, names: Names, today: CalendarDate): ValidationRow {
  const last = pathway.facts
    .filter(({ on }) => on <= today)
    .toSorted((one, other) => (one.on < other.on ? -1 : 1))
    .at(-1);
  return { ...rowOf(pathway, names, today), lastNews: last ? { on: last.on, text: factWords(last) } : null };
}
