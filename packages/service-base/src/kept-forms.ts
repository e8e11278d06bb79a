import { asTransient, type Database } from '@waymark/aggregate-store';
import type { FormStore } from '@waymark/http';

type KeptDocument = { _id: string; sealed: string; until: Date };

/**
 * The forms of people who have to sign in again, in the collection `kept-forms`, sealed. What is over is thrown away by
 * the database, and by whoever comes next where the database does not.
 */
export function keptFormStore(db: Database): FormStore & { migrate(): Promise<void> } {
  const collection = db.connection.collection<KeptDocument>('kept-forms');
  return {
    keep: (id, sealed, until) =>
      asTransient(async () => {
        await collection.deleteMany({ until: { $lt: new Date() } });
        const row = { sealed, until: new Date(until.epochMilliseconds) };
        await collection.updateOne({ _id: id }, { $set: row }, { upsert: true });
      }),
    get: (id) => asTransient(async () => (await collection.findOne({ _id: id }))?.sealed),
    remove: (id) => asTransient(async () => void (await collection.deleteOne({ _id: id }))),
    migrate: () =>
      asTransient(async () => {
        await collection.createIndexes([{ key: { until: 1 }, expireAfterSeconds: 0 }]);
      }),
  };
}
