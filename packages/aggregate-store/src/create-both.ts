import type { StoredOutcome } from '@waymark/decisions';
import type { Database } from './connect.ts';
import type { Inserted } from './inserts.ts';
import type { Insertion } from './paired-inserts.ts';

/** A first write that is decided and not done yet: see `createBoth`. */
export type FirstWrite<State> = {
  db: Database;
  insertion: Insertion;
  begin(): Promise<void> | void;
  /** What came of it, as `create` answers. */
  settle(inserted: Inserted): Promise<StoredOutcome<State>>;
};

/**
 * Create two aggregates in one bulk with all others of the same moment, the second only after the first: a crash between
 * the two leaves the first alone. `second` is absent where the first was not written by this call.
 */
export async function createBoth<First, Second>(
  first: FirstWrite<First>,
  second: FirstWrite<Second>,
): Promise<{ first: StoredOutcome<First>; second?: StoredOutcome<Second> }> {
  await first.begin();
  await second.begin();
  const inserted = await first.db.insertPair(first.insertion, second.insertion);
  return {
    first: await first.settle(inserted.first),
    ...(inserted.second && { second: await second.settle(inserted.second) }),
  };
}
