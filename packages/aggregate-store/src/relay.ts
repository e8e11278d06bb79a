import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@waymark/care-types';
import { TransientFailure, type Log } from '@waymark/decisions';
import type { FaultPoints, Publisher } from '@waymark/messaging';
import type { AggregateStore } from './aggregate-store.ts';
import type { Database } from './connect.ts';
import { shardCount } from './document.ts';
import { leases } from './lease.ts';
import type { Outbox, Sent } from './outbox.ts';
import { sendQueue, type QueuedAggregate } from './send-queue.ts';

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

type Outside = { db: Database; clock: Clock; log: Log; fault?: FaultPoints; sweepEveryMs?: number };

const maxBatch = 200;
/** Events are gathered for so long: a moment for a reader, and many fewer requests for the broker. */
const gatherMs = 20;
/** What was sent is noted so long after, much of it at once: a crash repeats a little more, the database writes less. */
const markAfterMs = 250;
const maxMarks = 100;
const sweepLimit = 200;
/** The writer's own relay has so long to send; then the sweeper takes what is left. */
const gracePeriod = Temporal.Duration.from({ seconds: 2 });

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
  { db, clock, log, fault = () => undefined, sweepEveryMs = 1_000 }: Outside,
): Relay {
  const outboxes = stores.map(({ outbox }) => outbox).filter(({ topic }) => topic !== undefined);
  const relayLeases = leases(db, { clock });
  const leaseName = (shard: number) => `relay:${outboxes.map(({ name }) => name).join('+')}:${shard}`;
  const queue = sendQueue();
  const stopping = new AbortController();
  const unmarked = new Map<Outbox, Map<string, Sent>>();
  const stats: RelayStats = { pending: 0, oldestAgeSeconds: 0, sentTotal: 0, leaseGeneration: 0 };
  let inFlight: readonly QueuedAggregate[] = [];
  const toSend = wakeUpSignal();
  const toMark = wakeUpSignal();
  /** Aborted when somebody waits until all is noted. */
  let markDelay = new AbortController();
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

  const noteSent = (outbox: Outbox, sent: Sent): void => {
    const marks = unmarked.get(outbox) ?? new Map<string, Sent>();
    unmarked.set(outbox, marks.set(sent.id, sent));
    toMark.raise();
  };

  const sendOnce = async (batch: readonly QueuedAggregate[]): Promise<void> => {
    await fault('before-send');
    await publisher.publish(batch.map(({ topic, id, envelopes }) => ({ topic, key: id, envelopes })));
    await fault('after-send');
    queue.acknowledge(batch);
    for (const { outbox, id, envelopes, generation } of batch) {
      const sequence = envelopes.at(-1)?.sequence ?? 0;
      noteSent(outbox, { id, sequence, ...(generation === undefined ? {} : { generation }) });
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

  const markAll = async (): Promise<void> => {
    for (const [outbox, marks] of unmarked) {
      const some = [...marks.values()].slice(0, maxMarks);
      if (some.length === 0) continue;
      await fault('before-mark');
      await outbox.markSent(some);
      for (const sent of some) if (marks.get(sent.id) === sent) marks.delete(sent.id);
    }
  };
  const unmarkedCount = (): number => [...unmarked.values()].reduce((sum, marks) => sum + marks.size, 0);

  const mark = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      if (unmarkedCount() === 0) await toMark.received();
      if (unmarkedCount() < maxMarks) await idle(markAfterMs, markDelay.signal);
      try {
        await markAll();
      } catch (error) {
        log.warn(
          { reason: nameOf(error) },
          'What was published could not be noted; it may be sent once more',
        );
        await idle(500, stopping.signal);
      }
    }
  };

  const markRest = async (): Promise<void> => {
    try {
      while (unmarkedCount() > 0) await markAll();
    } catch (error) {
      log.warn({ reason: nameOf(error) }, 'What was published could not be noted; it may be sent once more');
    }
  };

  const sweepOutbox = async (
    outbox: Outbox,
    before: Temporal.Instant,
    lease?: { shard: number; generation: number },
  ): Promise<number> => {
    const found = await outbox.unsent({
      before,
      limit: sweepLimit,
      ...(lease === undefined ? {} : { shards: [lease.shard] }),
    });
    for (const { id, shard, sequence, envelopes } of found) {
      if (isBusyWith(outbox, id)) continue;
      const generation = lease === undefined ? {} : { generation: lease.generation };
      if (queue.acknowledged(outbox, id) >= sequence) noteSent(outbox, { id, sequence, ...generation });
      else enqueue({ outbox, id, shard, envelopes, ...generation });
    }
    return found.length;
  };

  const updateStats = async (): Promise<void> => {
    const waiting = await Promise.all(outboxes.map((outbox) => outbox.waiting()));
    const oldest = Math.min(...waiting.map((one) => one.oldest?.getTime() ?? Infinity));
    stats.pending = waiting.reduce((sum, { count }) => sum + count, 0);
    stats.oldestAgeSeconds = Number.isFinite(oldest)
      ? Math.max(0, (clock.now().epochMilliseconds - oldest) / 1_000)
      : 0;
  };

  const sweepUnderLeases = async (): Promise<void> => {
    const before = clock.now().subtract(gracePeriod);
    for (let shard = 0; shard < shardCount; shard += 1) {
      const lease = await relayLeases.hold(leaseName(shard));
      if (lease === undefined) continue;
      for (const outbox of outboxes)
        await sweepOutbox(outbox, before, { shard, generation: lease.generation });
    }
    stats.leaseGeneration = relayLeases.highest();
  };

  /** What an earlier process of this kind left, without waiting for the end of its leases. */
  const sweepAll = async (): Promise<number> => {
    const found = await Promise.all(outboxes.map((outbox) => sweepOutbox(outbox, clock.now())));
    return found.reduce((sum, count) => sum + count, 0);
  };

  const sweep = async (): Promise<void> => {
    let caughtUp = false;
    while (!stopping.signal.aborted) {
      try {
        if (!caughtUp) await sweepAll();
        caughtUp = true;
        await sweepUnderLeases();
        await updateStats();
      } catch (error) {
        if (!(error instanceof TransientFailure)) log.error({ reason: nameOf(error) }, 'A sweep failed');
      }
      await idle(sweepEveryMs, stopping.signal);
    }
  };

  return {
    start: () => {
      if (started) return;
      started = true;
      for (const { outbox, onPending } of stores)
        onPending((id, envelopes) => enqueue({ outbox, id, envelopes: [...envelopes] }));
      running = Promise.all([send(), mark(), sweep()]);
    },
    stop: async () => {
      stopping.abort();
      markDelay.abort();
      toSend.raise();
      toMark.raise();
      await running;
      await markRest();
      await relayLeases.release().catch((error: unknown) => {
        log.warn({ reason: nameOf(error) }, 'The leases could not be given back; they end by themselves');
      });
    },
    drained: async () => {
      while (!stopping.signal.aborted) {
        const idleHere = queue.size() === 0 && inFlight.length === 0 && unmarkedCount() === 0;
        if (idleHere && (await sweepAll()) === 0) return;
        markDelay.abort();
        markDelay = new AbortController();
        await pause(10);
      }
    },
    stats: () => ({ ...stats }),
  };
}

/** A signal that one task waits for; raised while nobody waits, it is received at once by the next. */
function wakeUpSignal(): { raise(): void; received(): Promise<void> } {
  let raised = Promise.withResolvers<void>();
  return {
    raise: () => raised.resolve(),
    received: async () => {
      await raised.promise;
      raised = Promise.withResolvers<void>();
    },
  };
}

/** Wait so long, or until the signal aborts. */
async function idle(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
