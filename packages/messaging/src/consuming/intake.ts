import type { Clock } from '@waymark/care-types';
import type { Envelope } from '@waymark/events';
import type { Log } from '../port/messaging.ts';
import type { ParkingLot } from '../port/parking-lot.ts';
import type { Subscription } from '../port/subscription.ts';
import { aside } from './aside.ts';
import type { Outgoing } from './aside.ts';
import { attempt } from './attempt.ts';
import type { Verdict } from './attempt.ts';
import { causeOf } from './cause.ts';
import { draining } from './draining.ts';
import type { Drained } from './draining.ts';
import { eventIn } from './incoming.ts';
import type { Incoming } from './incoming.ts';
import { patience } from './patience.ts';
import { emptyTally } from './tally.ts';
import type { Tally } from './tally.ts';
import type { Timings } from './timings.ts';
import { partitionTurns } from './turns.ts';

/** 'done': dealt with, the offset may move on. Otherwise the partition waits and the message comes again. */
export type Taken = 'done' | { retryInMs: number };

export type IntakeNeeds<Parts> = {
  group: string;
  subscriptions: readonly Subscription<Parts>[];
  parts: Parts;
  lot: ParkingLot;
  /** Resolves when the topic has taken the message for good. */
  send(topic: string, message: Outgoing): Promise<void>;
  clock: Clock;
  log: Log;
  timings: Timings;
};

/** What one member of a group does with messages, whichever broker they come from. */
export type Intake = {
  /** Called when partitions have been assigned, before their first message: other members may have parked keys. */
  assigned(): void;
  /** Deals with one message, after whatever else its partition is busy with. Never throws. */
  take(incoming: Incoming): Promise<Taken>;
  /** Tries again what the parking lot offers, of the partitions that this member holds. */
  replay(holds: (topic: string, partition: number) => boolean): Promise<void>;
  tally(): Readonly<Tally>;
};

export function intake<Parts>(needs: IntakeNeeds<Parts>): Intake {
  const { group, lot, parts, timings, log, clock } = needs;
  const tally = emptyTally();
  const put = aside({ ...needs, tally });
  const inTurn = partitionTurns();
  const wait = patience(timings);
  const byType = new Map(needs.subscriptions.map((each) => [nameOf(each.topic, each.type), each]));
  // Keys that may be parked: the lot is asked only about these. Complete after learn() and kept so by every parking.
  const suspects = new Set<string>();
  let assignments = 0;
  let learntAt = -1;

  async function learn(): Promise<void> {
    if (learntAt === assignments) return;
    const at = assignments;
    const keys = await lot.keys(group);
    for (const { topic, key } of keys) suspects.add(nameOf(topic, key));
    tally.parkedKeys = keys.length;
    learntAt = at;
  }

  async function tried(envelope: Envelope, subscription: Subscription<Parts>): Promise<Verdict> {
    const verdict = await attempt(envelope, subscription, parts, { limitMs: timings.handlerLimitMs });
    if (verdict.kind === 'applied') {
      tally.applied += 1;
      tally.lastAppliedAt = clock.now();
    }
    if (verdict.kind === 'repeat') tally.repeats += 1;
    return verdict;
  }

  const subscriptionFor = (topic: string, type: string) => byType.get(nameOf(topic, type));
  const drain = draining({ ...needs, tried, subscriptionFor, wait, askResync: put.askResync });

  async function isParked(topic: string, key: string): Promise<boolean> {
    if (!suspects.has(nameOf(topic, key))) return false;
    const parked = await lot.isParked(group, topic, key);
    if (!parked) suspects.delete(nameOf(topic, key));
    return parked;
  }

  function later(incoming: Incoming, verdict: Pick<Verdict & { kind: 'transient' }, 'timedOut' | 'cause'>) {
    const { topic, partition, offset } = incoming;
    const retryInMs = wait.afterFailure(incoming, verdict);
    tally.retries += 1;
    if (retryInMs === 'give-up') return 'give-up';
    log.warn(
      { topic, partition, offset, cause: verdict.cause, retryInMs },
      'An event could not be applied now; waiting',
    );
    return { retryInMs };
  }

  async function takeForParked(
    incoming: Incoming,
    envelope: Envelope,
    of: Subscription<Parts>,
  ): Promise<Drained> {
    if (envelope.resync === true) {
      const verdict = await tried(envelope, of);
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
        const outcome = await drain(topic, envelope.subject);
        if (outcome !== 'done') await lot.markReplay(group, topic, envelope.subject);
        return 'done';
      }
    }
    const waiting = await lot.entries(group, { topic: incoming.topic, key: envelope.subject });
    if (
      !waiting.some(({ partition, offset }) => partition === incoming.partition && offset === incoming.offset)
    ) {
      await put.behind(incoming, envelope);
    }
    return 'done';
  }

  async function takeFree(incoming: Incoming, envelope: Envelope, of: Subscription<Parts>): Promise<Drained> {
    const verdict = await tried(envelope, of);
    if (verdict.kind === 'transient') return verdict;
    if (verdict.kind === 'applied' || verdict.kind === 'repeat') return 'done';
    suspects.add(nameOf(incoming.topic, envelope.subject));
    if (verdict.kind === 'gap') await put.gap(incoming, envelope, verdict.have);
    else await put.poison(incoming, envelope, verdict.cause);
    return 'done';
  }

  async function takeNow(incoming: Incoming): Promise<Taken> {
    const { topic } = incoming;
    await learn();
    const envelope = eventIn(incoming);
    if ('malformed' in envelope) {
      await put.malformed(incoming, envelope.malformed);
      return 'done';
    }
    const subscription = subscriptionFor(topic, envelope.type);
    if (subscription === undefined) {
      tally.skipped += 1;
      return 'done';
    }
    const parked = await isParked(topic, envelope.subject);
    const outcome = await (parked ? takeForParked : takeFree)(incoming, envelope, subscription);
    if (outcome === 'done') return 'done';
    const retry = later(incoming, outcome);
    if (retry !== 'give-up') return retry;
    suspects.add(nameOf(topic, envelope.subject));
    await put.poison(incoming, envelope, outcome.cause);
    return 'done';
  }

  return {
    assigned: () => void (assignments += 1),

    take: (incoming) =>
      inTurn(incoming.topic, incoming.partition, async () => {
        const taken = await takeNow(incoming).catch((error: unknown) => {
          // Not the event but its surroundings failed: the lot or the broker. Nothing is passed over for that.
          const retry = later(incoming, { timedOut: false, cause: causeOf(error) });
          return retry === 'give-up' ? { retryInMs: timings.longestBackOffMs } : retry;
        });
        if (taken === 'done') wait.done(incoming);
        return taken;
      }),

    async replay(holds) {
      const keys = (await lot.nextToReplay(group)).filter(({ topic, partition }) => holds(topic, partition));
      for (const { topic, key, partition } of keys) {
        await inTurn(topic, partition, () => drain(topic, key));
      }
      tally.parkedKeys = (await lot.keys(group)).length;
    },

    tally: () => tally,
  };
}

function nameOf(topic: string, part: string): string {
  return `${topic} ${part}`;
}
