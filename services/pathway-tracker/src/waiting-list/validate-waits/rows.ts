import type { CalendarDate } from '@waymark/care-types';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { factWords, type Names } from '../../pathway/index.ts';
import { rowOf, type Row } from '../rows.ts';

/** One wait as who validates looks at it. */
export type ValidationRow = Row & { lastNews: { on: CalendarDate; text: string } | null };

export function validationRow(pathway: Pathway, names: Names, today: CalendarDate): ValidationRow {
  const last = pathway.facts
    .filter(({ on }) => on <= today)
    .toSorted((one, other) => (one.on < other.on ? -1 : 1))
    .at(-1);
  return { ...rowOf(pathway, names, today), lastNews: last ? { on: last.on, text: factWords(last) } : null };
}
