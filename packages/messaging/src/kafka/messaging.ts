import { systemClock, type Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import type { Admin } from 'kafkajs';
import type { Outgoing } from '../consuming/park-or-dead-letter.ts';
import { messageProcessor } from '../consuming/message-processor.ts';
import { defaultSettings, type ConsumerSettings } from '../consuming/consumer-settings.ts';
import type { Consumer, FaultPoints, Health, Messaging } from '../port/messaging.ts';
import { deadLetterTopicOf, resyncTopicOf } from '../port/subscription.ts';
import { connect, libraryRetry, type Connection } from './connection.ts';
import { kafkaConsumer } from './consumer.ts';
import { toMessage } from './headers.ts';
import { namesWith } from './names.ts';
import { kafkaSender } from './publisher.ts';
import { createTopics } from './topics.ts';

export type KafkaSettings = Connection & { consumerSettings?: Partial<ConsumerSettings> };

export type KafkaDependencies = {
  log: Log;
  clock?: Clock;
  /** Where the crash tests end the process; nothing in production. */
  fault?: FaultPoints;
  /** Called once when a consumer has ended for good. The process must then end. */
  fatal(reason: string): void;
};

/** Messaging by Kafka. Connects when first used; a broker that is away is waited for. */
export function kafkaMessaging(
  { consumerSettings, ...connection }: KafkaSettings,
  { log, clock = systemClock, fault = () => undefined, fatal }: KafkaDependencies,
): Messaging {
  const settings = { ...defaultSettings, ...consumerSettings };
  const names = namesWith(connection.topicPrefix ?? '');
  const kafka = connect(connection, log);
  const sender = kafkaSender(kafka, { log, settings });
  const consumers: Consumer[] = [];
  let admin: Promise<Admin> | undefined;

  async function connectedAdmin(): Promise<Admin> {
    admin ??= (async () => {
      const created = kafka.admin({ retry: libraryRetry });
      await created.connect();
      return created;
    })();
    return admin.catch((error: unknown) => {
      admin = undefined;
      throw error;
    });
  }

  async function ensure(topics: readonly string[], partitions?: number): Promise<void> {
    await createTopics(await connectedAdmin(), topics.map(names.topic), partitions);
  }

  const send = (topic: string, { key, value, headers }: Outgoing) =>
    sender.send([
      { topic: names.topic(topic), message: { key: bufferOf(key), value: bufferOf(value), headers } },
    ]);

  return {
    publisher: {
      async publish(batch) {
        await sender.send(
          batch.flatMap(({ topic, key, envelopes }) =>
            envelopes.map((envelope) => ({ topic: names.topic(topic), message: toMessage(key, envelope) })),
          ),
        );
      },
    },

    ensureTopics: (topics, { partitions } = {}) =>
      ensure([...topics, ...topics.map(resyncTopicOf)], partitions),

    consumer(group, subscriptions, parts, { lot }) {
      const topics = [...new Set(subscriptions.map(({ topic }) => topic))];
      const common = { group, log: log.child({ group }), clock, settings };
      const consumer = kafkaConsumer({
        ...common,
        kafka,
        admin: connectedAdmin,
        names,
        topics,
        ensureTopics: () =>
          ensure(topics.flatMap((topic) => [topic, resyncTopicOf(topic), deadLetterTopicOf(topic, group)])),
        processor: messageProcessor({ ...common, subscriptions, parts, lot, send }),
        fault,
        fatal,
      });
      consumers.push(consumer);
      return consumer;
    },

    healthy(): Health {
      const failing = sender.failing();
      if (failing !== undefined) return { ok: false, why: `Events cannot be sent: ${failing}` };
      return consumers.map((each) => each.healthy()).find(({ ok }) => !ok) ?? { ok: true };
    },

    async close() {
      await Promise.all(consumers.map((each) => each.stop()));
      await sender.close();
      await (await admin?.catch(() => undefined))?.disconnect();
    },
  };
}

function bufferOf(given: Uint8Array | string | null): Buffer | null {
  return given === null ? null : Buffer.from(given);
}
