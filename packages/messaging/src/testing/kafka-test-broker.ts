import type { Log } from '@waymark/decisions';
import { Kafka, logLevel } from 'kafkajs';
import type { ConsumerSettings } from '../consuming/consumer-settings.ts';
import type { TestBroker } from './test-broker.ts';
import { textHeaders } from '../kafka/headers.ts';
import { kafkaMessaging } from '../kafka/messaging.ts';

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
  child: () => quiet,
};

/** Messaging by a real broker, with topics and groups that no other test has. */
export function kafkaTestBroker(
  brokers: readonly string[],
  topicPrefix: string,
  consumerSettings: Partial<ConsumerSettings>,
  log: Log = quiet,
): TestBroker & { fatal: string[] } {
  const plain = new Kafka({ brokers: [...brokers], clientId: 'test', logLevel: logLevel.NOTHING });
  const opened: { close(): Promise<void> }[] = [];
  const fatal: string[] = [];

  function another() {
    const messaging = kafkaMessaging(
      { brokers, clientId: 'test', topicPrefix, consumerSettings },
      { log, fatal: (reason) => void fatal.push(reason) },
    );
    opened.push(messaging);
    return messaging;
  }

  return {
    messaging: another(),
    another,
    fatal,

    async sendRaw(topic, { key, value, headers }) {
      const producer = plain.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      const buffer = (given: Uint8Array | string | null) => (given === null ? null : Buffer.from(given));
      const message = { key: buffer(key), value: buffer(value), headers };
      await producer.send({ topic: `${topicPrefix}${topic}`, messages: [message] });
      await producer.disconnect();
    },

    async read(topic) {
      const name = `${topicPrefix}${topic}`;
      const admin = plain.admin();
      await admin.connect();
      const ends = await admin.fetchTopicOffsets(name);
      await admin.disconnect();
      const expected = ends.reduce((sum, { high }) => sum + Number(high), 0);
      const found: Awaited<ReturnType<TestBroker['read']>> = [];
      if (expected === 0) return found;

      const consumer = plain.consumer({ groupId: `${name}.reading.${Math.random()}`, maxWaitTimeInMs: 50 });
      const all = Promise.withResolvers<void>();
      await consumer.connect();
      await consumer.subscribe({ topics: [name], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachMessage: async ({ message: { key, value, headers } }) => {
          found.push({
            key: key?.toString() ?? null,
            value: value?.toString() ?? null,
            headers: textHeaders(headers),
          });
          if (found.length >= expected) all.resolve();
        },
      });
      await all.promise;
      await consumer.disconnect();
      return found;
    },

    close: async () => void (await Promise.all(opened.map((each) => each.close()))),
  };
}
