import type { Envelope } from '@waymark/events';
import type { ParkingLot } from './parking-lot.ts';
import type { Subscription } from './subscription.ts';

/** Called at each named point; the crash tests end the process there. */
export type FaultPoints = (point: string) => void | Promise<void>;

/** Events of one aggregate, in order, for one topic. */
export type Batch = { topic: string; key: string; envelopes: Envelope[] };

export type Publisher = {
  /**
   * Resolves when every event is acknowledged by all in-sync replicas. Rejects with TransientFailure by the
   * deadline; some of the batch may then have arrived, and sending it again is right.
   */
  publish(batch: readonly Batch[]): Promise<void>;
};

export type Health = { ok: boolean; why?: string };

export type ConsumerStats = {
  /** Events not yet processed of the partitions that this consumer holds. */
  lag: number;
  /** Keys of the group that wait in the parking lot. */
  parkedKeys: number;
  /** Messages copied to the dead-letter topic since the start: poison and malformed. */
  dlqTotal: number;
  applied: number;
  repeats: number;
  /** Events of a type that this group has no use for. */
  skipped: number;
  /** Transient failures and time-outs met since the start. */
  retries: number;
  lastFetchAt: Temporal.Instant | undefined;
  lastAppliedAt: Temporal.Instant | undefined;
  /** Why the consumer ended for good, where it did. */
  crash: string | undefined;
};

export type Consumer = {
  /** Joins its group. Waits for a broker that is away; resolves when the group has been joined. */
  start(): Promise<void>;
  /** Finishes the event in process, commits and leaves the group. */
  stop(): Promise<void>;
  stats(): ConsumerStats;
  healthy(): Health;
};

/** Kafka behind one port. */
export type Messaging = {
  publisher: Publisher;
  /** Creates what is missing of the topics and their resync topics. Leaves what exists as it is. */
  ensureTopics(topics: readonly string[], settings?: { partitions?: number }): Promise<void>;
  /** One member of a group. Events of one key come in order, each at least once. */
  consumer<Parts>(
    group: string,
    subscriptions: readonly Subscription<Parts>[],
    parts: Parts,
    settings: { lot: ParkingLot },
  ): Consumer;
  healthy(): Health;
  close(): Promise<void>;
};
