import { z } from 'zod';
import type { Where } from './domain/wait-index/wait-index.ts';
import { orderIds } from './domain/orders.ts';
import { ColumnName } from './rows.ts';
import { facetOf, type FacetId } from './listed-waits.ts';

/** The facets of which any number may be chosen. To offer one more is to name it here, in its place on the page. */
export const oftenChosen = ['service', 'risk', 'unread', 'priority'] as const satisfies FacetId[];
export const seldomChosen = [
  ...(['team', 'regime', 'band', 'age', 'flag', 'stage', 'next', 'quality', 'validated'] as const),
] as const satisfies FacetId[];
type Chosen = (typeof oftenChosen)[number] | (typeof seldomChosen)[number];
const chosenFacets: readonly Chosen[] = [...oftenChosen, ...seldomChosen];

/** More than any facet has values. */
const mostChosen = 100;
const several = (facet: FacetId) => z.array(facetOf(facet).value).max(mostChosen).optional();
const chosen = Object.fromEntries(chosenFacets.map((facet) => [facet, several(facet)])) as Record<
  Chosen,
  ReturnType<typeof several>
>;

export const ListQuery = z.object({
  list: facetOf('list').value.optional(),
  clock: z.enum(['any', ...(facetOf('clock').values ?? [])]).optional(),
  ...chosen,
  reference: z.string().max(40).optional(),
  order: z.enum(orderIds).optional(),
  columns: z.array(ColumnName).max(mostChosen).optional(),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** The list that is shown, and what it is narrowed to. */
export function partOf({ list = 'waiting' }: ListQuery): string {
  return list;
}

/** What the list is asked for. */
export function whereOf(query: ListQuery): Where<FacetId> {
  const { clock } = query;
  return {
    list: [partOf(query)],
    ...(clock && clock !== 'any' ? { clock: [clock] } : {}),
    ...Object.fromEntries(
      chosenFacets.flatMap((facet) => (query[facet]?.length ? [[facet, query[facet]]] : [])),
    ),
  };
}

/** What was chosen of a facet. */
export function chosenOf(query: ListQuery, facet: FacetId): readonly string[] {
  return whereOf(query)[facet] ?? [];
}

/** The query as it stands after the question mark of an address. */
export function inAddress(query: ListQuery): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, each]),
  );
  return new URLSearchParams(given).toString();
}
