import { parkedKey, type Parked, type ParkedKey, type ParkingLot } from '@waymark/messaging';
import type mongoose from 'mongoose';
import type { Database } from './connect.ts';
import { asTransient } from './transient-errors.ts';

type ParkedDocument = Parked & { _id: string };

const inOrder = { group: 1, topic: 1, key: 1, partition: 1, offset: 1 } as const;
const withoutId = { _id: 0 } as const;

/** The parking lot of a service, in its own database under `parked`. Survives the process. Calls throw TransientFailure. */
export function mongoParkingLot(db: Database): ParkingLot & { migrate(): Promise<void> } {
  const collection = db.connection.collection<ParkedDocument>('parked');

  const firstOf = (group: string, topic: string, key: string): Promise<ParkedDocument | null> =>
    collection.findOne({ group, topic, key }, { sort: { partition: 1, offset: 1 } });

  const keys = (group?: string): Promise<ParkedKey[]> =>
    asTransient(async () => {
      const heads = await collection
        .find(group === undefined ? {} : { group }, { projection: { headers: 0, value: 0 }, sort: inOrder })
        .toArray();
      return keysOf(heads).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    });

  return {
    migrate: () =>
      asTransient(async () => {
        await collection.createIndexes([{ key: inOrder, unique: true }]);
      }),
    park: (entry) =>
      asTransient(async () => {
        await collection.replaceOne({ _id: placeOf(entry) }, { ...entry }, { upsert: true });
      }),
    isParked: (group, topic, key) =>
      asTransient(
        async () => (await collection.findOne({ group, topic, key }, { projection: { _id: 1 } })) !== null,
      ),
    keys,
    entries: (group, only) =>
      asTransient(() =>
        collection.find({ group, ...only }, { projection: withoutId, sort: inOrder }).toArray(),
      ),
    nextToReplay: async (group) =>
      (await keys(group)).filter(({ reason, replay }) => replay === true || reason === 'behind'),
    markReplay: (group, topic, key) =>
      asTransient(async () => {
        const first = await firstOf(group, topic, key);
        if (first === null) return false;
        const { matchedCount } = await collection.updateOne({ _id: first._id }, { $set: { replay: true } });
        return matchedCount === 1;
      }),
    drop: (group, topic, key) =>
      asTransient(async () => {
        const first = await firstOf(group, topic, key);
        if (first === null) return false;
        return (await collection.deleteOne({ _id: first._id })).deletedCount === 1;
      }),
    settle: (entry) =>
      asTransient(async () => {
        await collection.deleteOne({ _id: placeOf(entry) });
      }),
  };
}

function placeOf({
  group,
  topic,
  partition,
  offset,
}: Pick<Parked, 'group' | 'topic' | 'partition' | 'offset'>): string {
  return `${group}/${topic}/${partition}/${offset}`;
}

/** Each key once, summarised by its first entry. The entries come in order. */
function keysOf(entries: readonly mongoose.mongo.WithId<ParkedDocument>[]): ParkedKey[] {
  const byKey = Map.groupBy(entries, ({ group, topic, key }) => JSON.stringify([group, topic, key]));
  return [...byKey.values()].flatMap((ofKey) =>
    ofKey.slice(0, 1).map((first) => parkedKey(first, ofKey.length)),
  );
}
