import { z } from 'zod';
import { inAddress, ListQuery } from './filters.ts';

const Kept = ListQuery.omit({ reference: true }).strict();
const severals = new Set(
  Object.entries(Kept.shape).flatMap(([name, { def }]) => (def.innerType.def.type === 'array' ? [name] : [])),
);

/**
 * What stands after the question mark of the list's address: filters, order and columns. A reference is of one child
 * and is not kept; a place in the list is of one moment.
 */
export const FilterText = z
  .string()
  .max(2_000)
  .refine((text) => Kept.safeParse(queryIn(text)).success, {
    error: 'Filter must be what stands after the question mark of the list’s address, without a reference',
  });

/** The filter of a query, as it is kept. */
export function keptOf({ reference: _ofOneChild, ...query }: ListQuery): string {
  return inAddress(query);
}

function queryIn(text: string): Record<string, string | string[]> {
  const given = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const values = given.getAll(name);
      return [name, severals.has(name) || values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}
