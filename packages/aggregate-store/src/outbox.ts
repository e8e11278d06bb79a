import type mongoose from 'mongoose';
import type { Envelope } from '@waymark/events';
import type { AggregateDocument, OutboxEntry } from './document.ts';
import { asTransient } from './transient-errors.ts';
import { envelopeOf, unsentOf } from './write.ts';

/** The unsent events of one aggregate, in order and without a hole. */
export type Unsent = { id: string; shard: number; sequence: number; envelopes: Envelope[] };

/** An aggregate of which the broker has acknowledged everything up to a sequence. */
export type Sent = { id: string; sequence: number; generation?: number };

/** What the relay needs of a store. Its calls throw TransientFailure while the database is out of reach. */
export type Outbox = {
  name: string;
  topic: string | undefined;
  /** Aggregates with something unsent since before the instant, longest waiting first. All shards unless some are named. */
  unsent(query: { before: Temporal.Instant; limit: number; shards?: readonly number[] }): Promise<Unsent[]>;
  /**
   * Note what the broker has and drop it from the outboxes, but for the last event, which answers readers that missed
   * it. A mark with a generation holds only where no later holder of the lease has marked.
   */
  markSent(sent: readonly Sent[]): Promise<void>;
  /** How many aggregates have something unsent, and since when the longest. */
  waiting(): Promise<{ count: number; oldest: Date | null }>;
};

/** The outbox side of a store's collection. */
export function outboxOf(
  collection: mongoose.mongo.Collection<AggregateDocument>,
  { source, topic }: { source: string; topic: string | undefined },
): Outbox {
  return {
    name: collection.collectionName,
    topic,
    unsent: ({ before, limit, shards }) =>
      asTransient(async () => {
        const filter = {
          pending: true,
          pendingSince: { $lte: new Date(before.epochMilliseconds) },
          ...(shards === undefined ? {} : { shard: { $in: [...shards] } }),
        };
        const projection = { outbox: 1, sent: 1, shard: 1, sequence: 1 };
        const found = await collection
          .find(filter, { projection, sort: { pendingSince: 1 }, limit })
          .toArray();
        return found.map((document) => ({
          id: document._id,
          shard: document.shard,
          sequence: document.sequence,
          envelopes: unsentOf(document).map((entry) => envelopeOf(source, document._id, entry)),
        }));
      }),
    markSent: (sent) =>
      asTransient(async () => {
        if (sent.length === 0) return;
        const whole = await collection.bulkWrite(fullMarks(sent), { ordered: false });
        if (whole.matchedCount < sent.length)
          await collection.bulkWrite(sent.map(partialMark), { ordered: false });
      }),
    waiting: () =>
      asTransient(async () => {
        const count = await collection.countDocuments({ pending: true });
        if (count === 0) return { count, oldest: null };
        const oldest = await collection.findOne(
          { pending: true },
          { projection: { pendingSince: 1 }, sort: { pendingSince: 1 } },
        );
        return { count, oldest: oldest?.pendingSince ?? null };
      }),
  };
}

/** The last event known to be sent, marked as a resync. Undefined where none was sent yet. */
export function resyncEnvelope(
  source: string,
  { _id, outbox, sent }: Pick<AggregateDocument, '_id' | 'outbox' | 'sent'>,
): Envelope | undefined {
  const last: OutboxEntry | undefined = outbox.find((entry) => entry.sequence === sent);
  return last === undefined ? undefined : { ...envelopeOf(source, _id, last), resync: true };
}

/** For aggregates without events since: nothing of them is pending any more. Those that are alike are marked together. */
function fullMarks(sent: readonly Sent[]) {
  const alike = Map.groupBy(sent, ({ sequence, generation }) => `${sequence}/${generation ?? ''}`);
  return [...alike.values()].flatMap((marks) => {
    const [first] = marks;
    if (first === undefined) return [];
    const { sequence, generation } = first;
    return [
      {
        updateMany: {
          filter: { _id: { $in: marks.map(({ id }) => id) }, sequence, pending: true, ...fenced(generation) },
          update: {
            $set: { pending: false, pendingSince: null, sent: sequence, ...fenceAt(generation) },
            // Before the first event there is none to drop.
            ...(sequence > 1 && { $pull: { outbox: { sequence: { $lt: sequence } } } }),
          },
        },
      },
    ];
  });
}

type Mark = { updateOne: { filter: object; update: object } };

/** For an aggregate with events since: the rest stays pending. */
function partialMark({ id, sequence, generation }: Sent): Mark {
  return {
    updateOne: {
      filter: { _id: id, sequence: { $gt: sequence }, sent: { $lt: sequence }, ...fenced(generation) },
      update: {
        $set: { sent: sequence, ...fenceAt(generation) },
        $pull: { outbox: { sequence: { $lt: sequence } } },
      },
    },
  };
}

function fenced(generation: number | undefined): object {
  return generation === undefined ? {} : { fence: { $lte: generation } };
}

function fenceAt(generation: number | undefined): object {
  return generation === undefined ? {} : { fence: generation };
}
