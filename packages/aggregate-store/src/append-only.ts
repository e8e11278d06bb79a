import type { Database } from './connect.ts';
import { iterateCursor } from './iterate-cursor.ts';
import { isDuplicate, asTransient } from './transient-errors.ts';

/** One link of a chain: its place and its hash, and whatever else was recorded. */
export type Link = { chain: string; sequence: number; hash: string } & Record<string, unknown>;

/** A collection to which documents are added and in which nothing is ever changed. Calls throw TransientFailure. */
export type AppendOnly = {
  migrate(): Promise<void>;
  /** The newest link of a chain; undefined for one that has not begun. */
  head(chain: string): Promise<{ sequence: number; hash: string } | undefined>;
  /** False where that place of the chain is taken already. */
  insert(link: Link): Promise<boolean>;
  /** The links from a place on, in order. */
  scan(chain: string, from: number): AsyncIterable<Link>;
};

type LinkDocument = Link & { _id: string };

export function appendOnly(db: Database, name: string): AppendOnly {
  const collection = db.connection.collection<LinkDocument>(name);
  return {
    migrate: () =>
      asTransient(async () => {
        await collection.createIndexes([{ key: { chain: 1, sequence: 1 }, unique: true }]);
      }),
    head: (chain) =>
      asTransient(async () => {
        const newest = await collection.findOne(
          { chain },
          { projection: { _id: 0, sequence: 1, hash: 1 }, sort: { sequence: -1 } },
        );
        return newest === null ? undefined : { sequence: newest.sequence, hash: newest.hash };
      }),
    insert: (link) =>
      asTransient(async () => {
        try {
          await collection.insertOne({ ...link, _id: `${link.chain}:${link.sequence}` });
          return true;
        } catch (error) {
          if (isDuplicate(error)) return false;
          throw error;
        }
      }),
    scan: async function* (chain, from) {
      const cursor = collection.find(
        { chain, sequence: { $gte: from } },
        { projection: { _id: 0 }, sort: { sequence: 1 }, batchSize: 500 },
      );
      yield* iterateCursor(cursor);
    },
  };
}
