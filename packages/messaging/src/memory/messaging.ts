import { systemClock } from '@waymark/care-types';
import type { Clock } from '@waymark/care-types';
import { toHeaders } from '@waymark/events';
import type { Outgoing } from '../consuming/aside.ts';
import { intake } from '../consuming/intake.ts';
import { timings as usual } from '../consuming/timings.ts';
import type { Timings } from '../consuming/timings.ts';
import type { Consumer, Log, Messaging } from '../port/messaging.ts';
import { deadLetterTopicOf, resyncTopicOf } from '../port/subscription.ts';
import { TransientFailure } from '../port/transient-failure.ts';
import { memoryBroker } from './broker.ts';
import type { MemoryBroker } from './broker.ts';
import { memoryConsumer } from './consumer.ts';

export type MemoryOutside = { log?: Log; clock?: Clock; timings?: Partial<Timings>; broker?: MemoryBroker };

/** Messaging within one process, for tests: partitions, groups and commits as with Kafka, and no network. */
export function memoryMessaging({
  log = silent,
  clock = systemClock,
  timings: given = {},
  broker = memoryBroker(),
}: MemoryOutside = {}): Messaging {
  const timings = { ...usual, ...given };
  const consumers: Consumer[] = [];

  async function send(topic: string, message: Outgoing): Promise<void> {
    // Acknowledgement comes later than the call, as from a broker.
    await new Promise(setImmediate);
    if (!broker.has(topic)) throw new TransientFailure(`There is no topic ${topic}`);
    broker.append(topic, message);
  }

  return {
    publisher: {
      async publish(batch) {
        for (const { topic, key, envelopes } of batch) {
          for (const envelope of envelopes) {
            await send(topic, { key, value: JSON.stringify(envelope.data), headers: toHeaders(envelope) });
          }
        }
      },
    },

    async ensureTopics(topics, { partitions } = {}) {
      for (const topic of topics) broker.create(topic, partitions);
      for (const topic of topics) broker.create(resyncTopicOf(topic), partitions);
    },

    consumer(group, subscriptions, parts, { lot }) {
      const topics = [...new Set(subscriptions.map(({ topic }) => topic))];
      const made = memoryConsumer({
        broker,
        group,
        topics: topics.map((topic) => ({
          topic,
          leaves: [resyncTopicOf(topic), deadLetterTopicOf(topic, group)],
        })),
        intake: intake({ group, subscriptions, parts, lot, send, clock, log, timings }),
        timings,
        clock,
      });
      consumers.push(made);
      return made;
    },

    healthy: () => consumers.map((each) => each.healthy()).find(({ ok }) => !ok) ?? { ok: true },

    async close() {
      await Promise.all(consumers.map((each) => each.stop()));
    },
  };
}

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
  child: () => silent,
};
