import type mongoose from 'mongoose';
import type { AggregateDocument, HistoryEntry } from './document.ts';
import { duplicatesIn, asTransient } from './transient-errors.ts';

type ArchivedEntry = HistoryEntry & { _id: string; aggregate: string };

/** Where a long history goes: `<collection>.history`, one document per entry. */
export type ArchivedHistory = {
  migrate(): Promise<void>;
  /** Copy what the document holds. Copying again changes nothing, so a crash before the conditional write is harmless. */
  copy(id: string): Promise<void>;
  /** The whole history, oldest first, each version once. Empty for an aggregate that does not exist. */
  all(id: string): Promise<HistoryEntry[]>;
};

export function archivedHistory(
  aggregates: mongoose.mongo.Collection<AggregateDocument>,
  archive: mongoose.mongo.Collection<ArchivedEntry>,
): ArchivedHistory {
  const inDocument = async (id: string): Promise<HistoryEntry[]> =>
    (await aggregates.findOne({ _id: id }, { projection: { history: 1 } }))?.history ?? [];
  return {
    migrate: () =>
      asTransient(async () => {
        await archive.createIndexes([{ key: { aggregate: 1, version: 1 }, unique: true }]);
      }),
    copy: (id) =>
      asTransient(async () => {
        const entries = await inDocument(id);
        if (entries.length === 0) return;
        const copies = entries.map((entry) => ({ _id: `${id}:${entry.version}`, aggregate: id, ...entry }));
        try {
          await archive.insertMany(copies, { ordered: false });
        } catch (error) {
          if (duplicatesIn(error) === undefined) throw error;
        }
      }),
    all: (id) =>
      asTransient(async () => {
        // The document first: an entry that moves between the two reads is then seen twice, never missed.
        const inside = await inDocument(id);
        const outside = await archive
          .find({ aggregate: id }, { projection: { _id: 0, aggregate: 0 } })
          .toArray();
        const byVersion = new Map([...outside, ...inside].map((entry) => [entry.version, entry]));
        return [...byVersion.values()].toSorted((a, b) => a.version - b.version);
      }),
  };
}
