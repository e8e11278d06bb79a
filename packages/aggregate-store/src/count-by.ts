import type mongoose from 'mongoose';
import type { AggregateDocument } from './document.ts';
import { checkedFilter, checkPath } from './page.ts';
import type { Comparable, Filter } from './page.ts';
import { asTransient } from './transient-errors.ts';

/** One combination of values, in the order of the paths asked for, and how many aggregates have it. */
export type GroupCount = { values: Comparable[]; count: number };

/** Count aggregates by the values at some paths, in one pass of the database. */
export async function countBy(
  collection: mongoose.mongo.Collection<AggregateDocument>,
  filter: Filter,
  paths: readonly string[],
): Promise<GroupCount[]> {
  paths.forEach(checkPath);
  const by = Object.fromEntries(paths.map((path, at) => [`value${at}`, `$${path}`]));
  const found = await asTransient(() =>
    collection
      .aggregate<{ _id: Record<string, Comparable>; count: number }>([
        { $match: checkedFilter(filter) },
        { $group: { _id: by, count: { $sum: 1 } } },
      ])
      .toArray(),
  );
  return found.map(({ _id, count }) => ({ values: paths.map((_, at) => _id[`value${at}`] ?? null), count }));
}
