import type mongoose from 'mongoose';
import type { AggregateDocument } from './document.ts';
import { inGroups } from './in-groups.ts';
import { duplicatesIn, isDuplicate, toTransientFailure } from './transient-errors.ts';

/** What became of an insert: done, or the keys of the unique index that was in the way. */
export type Inserted = { done: true } | { done: false; taken: string[] };

type Waiting = {
  document: AggregateDocument;
  resolve: (inserted: Inserted) => void;
  reject: (reason: unknown) => void;
};

/** How many documents go in one insert. */
const maxBatch = 500;

/**
 * Insert documents, those that come in the same moment or while one insert is under way together: the database then
 * makes many durable with one commit. Each caller is answered for its own document alone. Rejects with TransientFailure while
 * the database is out of reach.
 */
export function batchedInserts(
  collection: mongoose.mongo.Collection<AggregateDocument>,
): (document: AggregateDocument) => Promise<Inserted> {
  const insert = inGroups<Waiting>(maxBatch, (group) => insertGroup(collection, group));
  return (document) => new Promise((resolve, reject) => insert({ document, resolve, reject }));
}

async function insertGroup(
  collection: mongoose.mongo.Collection<AggregateDocument>,
  group: readonly Waiting[],
): Promise<void> {
  try {
    await collection.insertMany(
      group.map(({ document }) => document),
      { ordered: false },
    );
    group.forEach(({ resolve }) => resolve({ done: true }));
  } catch (error) {
    const duplicates = duplicatesIn(error);
    if (duplicates === undefined) return group.forEach(({ reject }) => reject(toTransientFailure(error)));
    const refused = new Map(duplicates.map(({ index, err }) => [index, fieldsOfIndex(err)]));
    group.forEach(({ resolve }, place) => {
      const taken = refused.get(place);
      resolve(taken === undefined ? { done: true } : { done: false, taken });
    });
  }
}

/** The fields of the unique index that was in the way, where the server names them. */
export function fieldsOfIndex(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { keyPattern, errmsg, message } = error as { keyPattern?: object; errmsg?: string; message?: string };
  if (keyPattern !== undefined) return Object.keys(keyPattern);
  return /index: (\S+)/.exec(errmsg ?? message ?? '')?.slice(1, 2) ?? [];
}

/** The fields in the way of an update; undefined where the error is another one. */
export function duplicateFields(error: unknown): string[] | undefined {
  return isDuplicate(error) ? fieldsOfIndex(error) : undefined;
}
