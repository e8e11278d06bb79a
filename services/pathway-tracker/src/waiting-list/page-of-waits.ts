import type { AggregateStore } from '@waymark/aggregate-store';
import type { CalendarDate } from '@waymark/care-types';
import { referenceTyped } from '@waymark/events';
import { fieldProblem, problemError } from '@waymark/http';
import { z } from 'zod';
import type { Pathway } from '../pathway/domain/pathway.ts';
import { usualOrder } from './domain/orders.ts';
import type { Place } from './domain/wait-index/orders.ts';
import { partOf, whereOf, type ListQuery } from './filters.ts';
import type { ListedWaits } from './listed-waits.ts';

type Stores = { pathways: AggregateStore<Pathway>; waits: ListedWaits };
type Part = { limit: number; after?: unknown[] | undefined };

const PlaceMark = z.tuple([z.number(), z.string()]);

/** One page of the list: who is on it, and in which order, is known in memory; the pathways are then read by their ids. */
export async function listed(
  query: ListQuery,
  { limit, after }: Part,
  today: CalendarDate,
  { pathways, waits }: Stores,
): Promise<{ states: Pathway[]; next?: unknown[] }> {
  const { reference, order = usualOrder } = query;
  if (reference !== undefined) return { states: await referenced(reference, pathways) };
  const asked = { part: partOf(query), where: whereOf(query), order, today };
  const { ids, next } = waits.page(asked, { limit, after: after && placeOf(after) });
  return { states: await inOrder(ids, pathways), ...(next ? { next: [...next] } : {}) };
}

/** Every wait of the list, so many at a time: who is on it is settled at once, however long the reading takes. */
export async function* allListed(
  query: ListQuery,
  atOnce: number,
  today: CalendarDate,
  { pathways, waits }: Stores,
): AsyncGenerator<Pathway[]> {
  const { reference, order = usualOrder } = query;
  if (reference !== undefined) {
    yield await referenced(reference, pathways);
    return;
  }
  const asked = { part: partOf(query), where: whereOf(query), order, today };
  const chunks: string[][] = [];
  let after: Place | undefined;
  do {
    const { ids, next } = waits.page(asked, { limit: atOnce, after });
    chunks.push(ids);
    after = next;
  } while (after);
  for (const ids of chunks) yield await inOrder(ids, pathways);
}

/** The pathways with these ids, in their order. */
export async function inOrder(ids: readonly string[], pathways: AggregateStore<Pathway>): Promise<Pathway[]> {
  if (ids.length === 0) return [];
  const { items } = await pathways.page({ filter: { _id: { $in: ids } }, sort: {}, limit: ids.length });
  const byId = new Map(items.map(({ id, state }) => [id, state]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function referenced(typed: string, pathways: AggregateStore<Pathway>): Promise<Pathway[]> {
  const reference = referenceTyped(typed);
  if (reference === undefined) return [];
  const filter = { 'state.reference': reference };
  return (await pathways.page({ filter, sort: {}, limit: 1 })).items.map(({ state }) => state);
}

/** Where the page before ended. A mark from before the order was kept in this way is of no use any more. */
function placeOf(after: unknown[]): [number, string] {
  const place = PlaceMark.safeParse(after);
  if (place.success) return place.data;
  throw problemError('invalid-query', {
    errors: [
      fieldProblem('query', ['after'], 'Begin at the first page: this place is from an earlier version'),
    ],
  });
}
