import { systemClock } from '@waymark/care-types';
import type { Clock } from '@waymark/care-types';
import type { Admin } from 'kafkajs';
import type { Outgoing } from '../consuming/aside.ts';
import { intake } from '../consuming/intake.ts';
import { timings as usual } from '../consuming/timings.ts';
import type { Timings } from '../consuming/timings.ts';
import type { Consumer, FaultPoints, Health, Log, Messaging } from '../port/messaging.ts';
import { deadLetterTopicOf, resyncTopicOf } from '../port/subscription.ts';
import { connect, retrying } from './connection.ts';
import type { Connection } from './connection.ts';
import { kafkaConsumer } from './consumer.ts';
import { toMessage } from './headers.ts';
import { namesWith } from './names.ts';
import { kafkaSender } from './publisher.ts';
import { createTopics } from './topics.ts';

export type KafkaSettings = Connection & { timings?: Partial<Timings> };

export type KafkaOutside = {
  log: Log;
  clock?: Clock;
  /** The crash harness's points; nothing in production. */
  fault?: FaultPoints;
  /** Called once when a consumer has ended for good. The process must then end. */
  fatal(reason: string): void;
};

/** Messaging by Kafka. Connects when first used; a broker that is away is waited for. */
export function kafkaMessaging(
  settings: KafkaSettings,
  { log, clock = systemClock, fault = () => undefined, fatal }: KafkaOutside,
): Messaging {
  const timings = { ...usual, ...settings.timings };
  const names = namesWith(settings.topicPrefix ?? '');
  const kafka = connect(settings, log);
  const sender = kafkaSender(kafka, { log, timings });
  const consumers: Consumer[] = [];
  let admin: Promise<Admin> | undefined;

  async function connectedAdmin(): Promise<Admin> {
    admin ??= (async () => {
      const made = kafka.admin({ retry: retrying });
      await made.connect();
      return made;
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
      const needs = { group, log: log.child({ group }), clock, timings };
      const made = kafkaConsumer({
        ...needs,
        kafka,
        admin: connectedAdmin,
        names,
        topics,
        ensureTopics: () =>
          ensure(topics.flatMap((topic) => [topic, resyncTopicOf(topic), deadLetterTopicOf(topic, group)])),
        intake: intake({ ...needs, subscriptions, parts, lot, send }),
        fault,
        fatal,
      });
      consumers.push(made);
      return made;
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
