import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import type { Envelope } from '@waymark/events';
import type { ParkingLot } from '../port/parking-lot.ts';
import type { Subscription } from '../port/subscription.ts';
import { parkOrDeadLetter, type Outgoing } from './park-or-dead-letter.ts';
import { attempt, type Verdict } from './attempt.ts';
import { causeOf } from './cause.ts';
import { replayParked, type ReplayResult } from './replay-parked.ts';
import { eventIn, type ReceivedMessage } from './received-message.ts';
import { retryBackoff } from './retry-backoff.ts';
import { newCounters, type Counters } from './counters.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { partitionQueue } from './partition-queue.ts';

/** 'done': processed, the offset may move on. Otherwise the partition waits and the message comes again. */
export type ProcessingResult = 'done' | { retryInMs: number };

export type MessageProcessorDependencies<Parts> = {
  group: string;
  subscriptions: readonly Subscription<Parts>[];
  parts: Parts;
  lot: ParkingLot;
  /** Resolves when the topic has taken the message for good. */
  send(topic: string, message: Outgoing): Promise<void>;
  clock: Clock;
  log: Log;
  settings: ConsumerSettings;
};

/** What one member of a group does with the messages that it receives, whichever broker they come from. */
export type MessageProcessor = {
  /** Called when partitions have been assigned, before their first message: other members may have parked keys. */
  assigned(): void;
  /** Processes one message, after whatever else its partition is busy with. Never throws. */
  process(incoming: ReceivedMessage): Promise<ProcessingResult>;
  /** Retries what the parking lot offers, of the partitions that this member holds. */
  replay(holds: (topic: string, partition: number) => boolean): Promise<void>;
  counters(): Readonly<Counters>;
};

export function messageProcessor<Parts>(dependencies: MessageProcessorDependencies<Parts>): MessageProcessor {
  const { group, lot, parts, settings, log, clock } = dependencies;
  const counters = newCounters();
  const deadLetters = parkOrDeadLetter({ ...dependencies, counters });
  const inOrder = partitionQueue();
  const backoff = retryBackoff(settings);
  const byType = new Map(dependencies.subscriptions.map((each) => [nameOf(each.topic, each.type), each]));
  // Keys that may be parked: the lot is asked only about these. Complete once loadParkedKeys() has run, and kept so by every parking.
  const possiblyParked = new Set<string>();
  let assignments = 0;
  let loadedAt = -1;

  async function loadParkedKeys(): Promise<void> {
    if (loadedAt === assignments) return;
    const at = assignments;
    const keys = await lot.keys(group);
    for (const { topic, key } of keys) possiblyParked.add(nameOf(topic, key));
    counters.parkedKeys = keys.length;
    loadedAt = at;
  }

  async function attemptOnce(envelope: Envelope, subscription: Subscription<Parts>): Promise<Verdict> {
    const verdict = await attempt(envelope, subscription, parts, { limitMs: settings.handlerLimitMs });
    if (verdict.kind === 'applied') {
      counters.applied += 1;
      counters.lastAppliedAt = clock.now();
    }
    if (verdict.kind === 'repeat') counters.repeats += 1;
    return verdict;
  }

  const subscriptionFor = (topic: string, type: string) => byType.get(nameOf(topic, type));
  const replayKey = replayParked({
    ...dependencies,
    attemptOnce,
    subscriptionFor,
    backoff,
    requestResync: deadLetters.requestResync,
  });

  async function isParked(topic: string, key: string): Promise<boolean> {
    if (!possiblyParked.has(nameOf(topic, key))) return false;
    const parked = await lot.isParked(group, topic, key);
    if (!parked) possiblyParked.delete(nameOf(topic, key));
    return parked;
  }

  function scheduleRetry(
    incoming: ReceivedMessage,
    verdict: Pick<Verdict & { kind: 'transient' }, 'timedOut' | 'cause'>,
  ) {
    const { topic, partition, offset } = incoming;
    const retryInMs = backoff.afterFailure(incoming, verdict);
    counters.retries += 1;
    if (retryInMs === 'give-up') return 'give-up';
    log.warn(
      { topic, partition, offset, cause: verdict.cause, retryInMs },
      'An event could not be applied now; waiting',
    );
    return { retryInMs };
  }

  async function processForParkedKey(
    incoming: ReceivedMessage,
    envelope: Envelope,
    of: Subscription<Parts>,
  ): Promise<ReplayResult> {
    if (envelope.resync === true) {
      const verdict = await attemptOnce(envelope, of);
      if (verdict.kind === 'transient') return verdict;
      if (verdict.kind === 'applied' || verdict.kind === 'repeat') {
        const { topic } = incoming;
        const superseded = await lot.entries(group, { topic, key: envelope.subject });
        for (const entry of superseded) {
          if (entry.sequence !== undefined && entry.sequence <= envelope.sequence) await lot.settle(entry);
        }
        log.info(
          { topic, subject: envelope.subject, sequence: envelope.sequence },
          'A restatement has healed a parked key',
        );
        const outcome = await replayKey(topic, envelope.subject);
        if (outcome !== 'done') await lot.markReplay(group, topic, envelope.subject);
        return 'done';
      }
    }
    const waiting = await lot.entries(group, { topic: incoming.topic, key: envelope.subject });
    if (
      !waiting.some(({ partition, offset }) => partition === incoming.partition && offset === incoming.offset)
    ) {
      await deadLetters.behind(incoming, envelope);
    }
    return 'done';
  }

  async function processForFreeKey(
    incoming: ReceivedMessage,
    envelope: Envelope,
    of: Subscription<Parts>,
  ): Promise<ReplayResult> {
    const verdict = await attemptOnce(envelope, of);
    if (verdict.kind === 'transient') return verdict;
    if (verdict.kind === 'applied' || verdict.kind === 'repeat') return 'done';
    possiblyParked.add(nameOf(incoming.topic, envelope.subject));
    if (verdict.kind === 'gap') await deadLetters.gap(incoming, envelope, verdict.have);
    else await deadLetters.poison(incoming, envelope, verdict.cause);
    return 'done';
  }

  async function processNow(incoming: ReceivedMessage): Promise<ProcessingResult> {
    const { topic } = incoming;
    await loadParkedKeys();
    const envelope = eventIn(incoming);
    if ('malformed' in envelope) {
      await deadLetters.malformed(incoming, envelope.malformed);
      return 'done';
    }
    const subscription = subscriptionFor(topic, envelope.type);
    if (subscription === undefined) {
      counters.skipped += 1;
      return 'done';
    }
    const parked = await isParked(topic, envelope.subject);
    const outcome = await (parked ? processForParkedKey : processForFreeKey)(
      incoming,
      envelope,
      subscription,
    );
    if (outcome === 'done') return 'done';
    const retry = scheduleRetry(incoming, outcome);
    if (retry !== 'give-up') return retry;
    possiblyParked.add(nameOf(topic, envelope.subject));
    await deadLetters.poison(incoming, envelope, outcome.cause);
    return 'done';
  }

  return {
    assigned: () => void (assignments += 1),

    process: (incoming) =>
      inOrder(incoming.topic, incoming.partition, async () => {
        const result = await processNow(incoming).catch((error: unknown) => {
          // Not the event failed but what it depends on: the parking lot or the broker. No event is skipped for that.
          const retry = scheduleRetry(incoming, { timedOut: false, cause: causeOf(error) });
          return retry === 'give-up' ? { retryInMs: settings.longestBackoffMs } : retry;
        });
        if (result === 'done') backoff.done(incoming);
        return result;
      }),

    async replay(holds) {
      const keys = (await lot.nextToReplay(group)).filter(({ topic, partition }) => holds(topic, partition));
      for (const { topic, key, partition } of keys) {
        await inOrder(topic, partition, () => replayKey(topic, key));
      }
      counters.parkedKeys = (await lot.keys(group)).length;
    },

    counters: () => counters,
  };
}

function nameOf(topic: string, part: string): string {
  return `${topic} ${part}`;
}
