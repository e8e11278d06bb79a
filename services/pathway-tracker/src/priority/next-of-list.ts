import type { CalendarDate } from '@waymark/care-types';
import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { namesFor, summaryOf } from '../pathway/index.ts';

/** A list in its order. */
type List = { filter: Filter; sort: Readonly<Record<string, 1 | -1>> };

/**
 * The first pathway of a list other than the one just dealt with, and who the child is in words: name (for those who may
 * see it), age and reference. Undefined where there is no other.
 */
export async function nextOf(
  { filter, sort }: List,
  after: string | undefined,
  pathways: AggregateStore<Pathway>,
  { today, ...reader }: Parameters<typeof namesFor>[1] & { today: CalendarDate },
): Promise<{ next: Pathway; child: string } | undefined> {
  const { items } = await pathways.page({ filter, sort, limit: 2 });
  const next = items.find(({ id }) => id !== after)?.state;
  if (next === undefined) return undefined;
  const { name, age, reference } = summaryOf(next, await namesFor([next.personId], reader), today);
  return { next, child: [name, age, reference].filter((part) => part !== null).join(', ') };
}
