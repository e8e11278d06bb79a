import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type IHeaders } from 'kafkajs';

/** A message of a topic; the topic without the prefix of the system. */
export type TopicMessage = {
  topic: string;
  partition: number;
  offset: number;
  key: string;
  value: string;
  headers: Record<string, string>;
};

/** Everything in the topics of a system now, from the first message on, in the order of each partition. */
export async function allMessages(system: {
  kafkaBrokers: readonly string[];
  prefix: string;
}): Promise<TopicMessage[]> {
  const kafka = new Kafka({ brokers: [...system.kafkaBrokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(system.prefix));
  const ends = new Map<string, number>();
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      if (Number(high) > Number(low)) ends.set(`${topic}/${partition}`, Number(high));
  await admin.disconnect();

  const found: TopicMessage[] = [];
  if (ends.size === 0) return found;
  const left = new Set(ends.keys());
  const consumer = kafka.consumer({
    groupId: `${system.prefix}reader-${randomUUID()}`,
    maxWaitTimeInMs: 100,
  });
  const all = Promise.withResolvers<void>();
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      found.push({
        topic: topic.slice(system.prefix.length),
        partition,
        offset: Number(message.offset),
        key: message.key?.toString() ?? '',
        value: message.value?.toString() ?? '',
        headers: textOf(message.headers),
      });
      const partitionKey = `${topic}/${partition}`;
      if (Number(message.offset) + 1 >= (ends.get(partitionKey) ?? 0)) left.delete(partitionKey);
      if (left.size === 0) all.resolve();
    },
  });
  await all.promise;
  await consumer.disconnect();
  return found;
}

function textOf(headers: IHeaders = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().map(String).join(', ')]),
  );
}
