import type mongoose from 'mongoose';
import type { AggregateDocument } from './document.ts';
import { inGroups } from './in-groups.ts';
import { fieldsOfIndex, type Inserted } from './inserts.ts';
import { duplicateAt, toTransientFailure } from './transient-errors.ts';

/** A document and the collection that it goes to, as `database.collection`. */
export type Insertion = { namespace: string; document: AggregateDocument };

/** What became of a pair. The second is not tried where the first was refused. */
export type PairInserted = { first: Inserted; second?: Inserted };

type Waiting = {
  first: Insertion;
  second: Insertion;
  done: Partial<PairInserted>;
  resolve: (inserted: PairInserted) => void;
  reject: (reason: unknown) => void;
};

type Step = { of: Waiting; which: 'first' | 'second' };

/** How many pairs go in one bulk. */
const maxPairs = 250;

/**
 * Insert documents two by two, the second only after the first: those that come in the same moment or while one bulk is
 * under way go in one ordered bulk, all firsts before all seconds, and become durable with one commit. A crash in the
 * middle leaves firsts without seconds, never the other way round. Each caller is answered for its own two alone. Rejects
 * with TransientFailure while the database is out of reach. Wants MongoDB 8, which has a bulk of several collections.
 */
export function pairedInserts(
  client: () => mongoose.mongo.MongoClient,
): (first: Insertion, second: Insertion) => Promise<PairInserted> {
  const insert = inGroups<Waiting>(maxPairs, (group) => insertPairs(client, group));
  return (first, second) =>
    new Promise((resolve, reject) => insert({ first, second, done: {}, resolve, reject }));
}

async function insertPairs(
  client: () => mongoose.mongo.MongoClient,
  group: readonly Waiting[],
): Promise<void> {
  const steps = (which: Step['which']) => group.map((of): Step => ({ of, which }));
  let left = [...steps('first'), ...steps('second')];
  try {
    while (left.length > 0) {
      const refused = await insertInOrder(client(), left);
      left.slice(0, refused?.at ?? left.length).forEach(({ of, which }) => (of.done[which] = { done: true }));
      const stopped = refused && left[refused.at];
      if (refused && stopped) stopped.of.done[stopped.which] = { done: false, taken: refused.taken };
      left = refused
        ? left.slice(refused.at + 1).filter(({ of, which }) => !(which === 'second' && of === stopped?.of))
        : [];
    }
    for (const { done, resolve } of group)
      resolve({ first: done.first ?? { done: true }, ...(done.second && { second: done.second }) });
  } catch (error) {
    group.forEach(({ reject }) => reject(toTransientFailure(error)));
  }
}

/** Undefined where all were inserted; else the place of the first that a unique index kept out, with its fields. */
async function insertInOrder(
  client: mongoose.mongo.MongoClient,
  steps: readonly Step[],
): Promise<{ at: number; taken: string[] } | undefined> {
  try {
    await client.bulkWrite<Record<string, AggregateDocument>>(
      steps.map(({ of, which }) => ({
        name: 'insertOne' as const,
        namespace: of[which].namespace,
        document: of[which].document,
      })),
      { ordered: true },
    );
    return undefined;
  } catch (error) {
    const refused = duplicateAt(error);
    if (refused === undefined) throw error;
    return { at: refused.at, taken: fieldsOfIndex({ message: refused.message }) };
  }
}
