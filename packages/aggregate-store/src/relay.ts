import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import type { FaultPoints, Publisher } from '@waymark/messaging';
import type { AggregateStore } from './aggregate-store.ts';
import type { Database } from './connect.ts';
import { nameOf } from './error-name.ts';
import { leases } from './lease.ts';
import { outboxSweep, type FoundUnder } from './outbox-sweep.ts';
import type { Outbox, Unsent } from './outbox.ts';
import { sendQueue, type QueuedAggregate } from './send-queue.ts';
import { sentMarks } from './sent-marks.ts';
import { idle, wakeUpSignal } from './wake-up-signal.ts';

/** What the relay needs of a store. */
export type RelayedStore = Pick<AggregateStore<never>, 'outbox' | 'onPending'>;

export type RelayStats = {
  /** Aggregates with something unsent, at the last sweep, and the age of the oldest. */
  pending: number;
  oldestAgeSeconds: number;
  /** Events acknowledged by the broker since the start of this process, repeats among them. */
  sentTotal: number;
  leaseGeneration: number;
};

export type Relay = {
  /** Send what an earlier process left, then whatever is written from now on. */
  start(): void;
  /** Finish the current send, note what was sent, give the leases back. What is unsent stays in the outboxes. */
  stop(): Promise<void>;
  /** Resolves when nothing of these stores is unsent. Waits for a broker that is away. */
  drained(): Promise<void>;
  stats(): RelayStats;
};

type RelayDependencies = { db: Database; clock: Clock; log: Log; fault?: FaultPoints; sweepEveryMs?: number };

const maxBatch = 200;
/** Events are gathered for so long: a moment for a reader, and many fewer requests for the broker. */
const gatherMs = 20;

/**
 * Publish the outboxes of stores. A writer in this process wakes it at once and passes it what it wrote, so that
 * nothing is read again; a sweeper, under leases, finds what other processes left behind. What is woken while one send
 * is under way goes together in the next.
 *
 * Each send of an aggregate begins right after the last event known to be acknowledged, whoever sends it. Two senders
 * can therefore repeat events but never leave a hole, and a crash at any point repeats and never loses.
 */
export function relay(
  stores: readonly RelayedStore[],
  publisher: Publisher,
  { db, clock, log, fault = () => undefined, sweepEveryMs = 1_000 }: RelayDependencies,
): Relay {
  const outboxes = stores.map(({ outbox }) => outbox).filter(({ topic }) => topic !== undefined);
  const relayLeases = leases(db, { clock });
  const leaseName = (shard: number) => `relay:${outboxes.map(({ name }) => name).join('+')}:${shard}`;
  const queue = sendQueue();
  const stopping = new AbortController();
  const stats: RelayStats = { pending: 0, oldestAgeSeconds: 0, sentTotal: 0, leaseGeneration: 0 };
  let inFlight: readonly QueuedAggregate[] = [];
  const toSend = wakeUpSignal();
  const marks = sentMarks({ log, fault, stopping: stopping.signal });
  let running: Promise<unknown> = Promise.resolve();
  let started = false;

  const isBusyWith = (outbox: Outbox, id: string): boolean =>
    queue.has(outbox, id) || inFlight.some((one) => one.outbox === outbox && one.id === id);

  const enqueue = (waiting: Omit<QueuedAggregate, 'topic'>): void => {
    const { topic } = waiting.outbox;
    if (topic === undefined) return;
    queue.add({ ...waiting, topic });
    toSend.raise();
  };

  const stillHoldsLease = ({ shard, generation }: QueuedAggregate): boolean =>
    generation === undefined || shard === undefined || relayLeases.holds(leaseName(shard), generation);

  const sendOnce = async (batch: readonly QueuedAggregate[]): Promise<void> => {
    await fault('before-send');
    await publisher.publish(batch.map(({ topic, id, envelopes }) => ({ topic, key: id, envelopes })));
    await fault('after-send');
    queue.acknowledge(batch);
    for (const { outbox, id, envelopes, generation } of batch) {
      const sequence = envelopes.at(-1)?.sequence ?? 0;
      marks.note(outbox, { id, sequence, ...(generation === undefined ? {} : { generation }) });
      stats.sentTotal += envelopes.length;
    }
  };

  /** After a failure the batches get smaller, so that one event that the broker will not take holds up no others. */
  const send = async (): Promise<void> => {
    let most = maxBatch;
    let failures = 0;
    while (!stopping.signal.aborted) {
      inFlight = queue.take(most).filter(stillHoldsLease);
      if (inFlight.length === 0) {
        if (queue.size() === 0) {
          await toSend.received();
          // A moment, so that what is written side by side goes to the broker together.
          await idle(gatherMs, stopping.signal);
        }
        continue;
      }
      const batch = inFlight;
      try {
        await sendOnce(batch);
        inFlight = [];
        failures = 0;
        most = Math.min(most * 2, maxBatch);
      } catch (error) {
        inFlight = [];
        batch.forEach((waiting) => queue.add(waiting));
        failures += 1;
        most = Math.max(1, Math.floor(batch.length / 2));
        log.warn(
          { reason: nameOf(error), failures, aggregates: batch.length },
          'Events could not be published; they stay in the outbox and are tried again',
        );
        await idle(Math.min(50 * 2 ** failures, 2_000), stopping.signal);
      }
    }
  };

  const updateStats = async (): Promise<void> => {
    const waiting = await Promise.all(outboxes.map((outbox) => outbox.waiting()));
    const oldest = Math.min(...waiting.map((one) => one.oldest?.getTime() ?? Infinity));
    stats.leaseGeneration = relayLeases.highest();
    stats.pending = waiting.reduce((sum, { count }) => sum + count, 0);
    stats.oldestAgeSeconds = Number.isFinite(oldest)
      ? Math.max(0, (clock.now().epochMilliseconds - oldest) / 1_000)
      : 0;
  };

  const takeFound = (
    outbox: Outbox,
    { id, shard, sequence, envelopes }: Unsent,
    under?: FoundUnder,
  ): void => {
    if (isBusyWith(outbox, id)) return;
    const generation = under === undefined ? {} : { generation: under.generation };
    if (queue.acknowledged(outbox, id) >= sequence) marks.note(outbox, { id, sequence, ...generation });
    else enqueue({ outbox, id, shard, envelopes, ...generation });
  };

  const sweep = outboxSweep(outboxes, leaseName, {
    leases: relayLeases,
    clock,
    log,
    everyMs: sweepEveryMs,
    stopping: stopping.signal,
    found: takeFound,
    swept: updateStats,
  });

  return {
    start: () => {
      if (started) return;
      started = true;
      for (const { outbox, onPending } of stores)
        onPending((id, envelopes) => enqueue({ outbox, id, envelopes: [...envelopes] }));
      running = Promise.all([send(), marks.run(), sweep.run()]);
    },
    stop: async () => {
      stopping.abort();
      toSend.raise();
      await marks.finish(running);
      await relayLeases.release().catch((error: unknown) => {
        log.warn({ reason: nameOf(error) }, 'The leases could not be given back; they end by themselves');
      });
    },
    drained: async () => {
      while (!stopping.signal.aborted) {
        const idleHere = queue.size() === 0 && inFlight.length === 0 && marks.count() === 0;
        if (idleHere && (await sweep.all()) === 0) return;
        marks.hurry();
        await pause(10);
      }
    },
    stats: () => ({ ...stats }),
  };
}
