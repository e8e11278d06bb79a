import { freshTopicPrefix, testStack } from '@waymark/testkit';
import { Kafka, logLevel, type PartitionAssigner } from 'kafkajs';
import { memoryParkingLot } from '../testing/memory-parking-lot.ts';
import { followThings, things } from '../testing/things.ts';
import { until } from '@waymark/testkit/until';
import { kafkaTestBroker } from '../testing/kafka-test-broker.ts';

describe('A consumer that can never go on', () => {
  it('reports it, is not healthy, and asks for the end of its process', async () => {
    const { kafkaBrokers } = await testStack();
    const prefix = freshTopicPrefix();
    const broker = kafkaTestBroker(kafkaBrokers, prefix, {});
    await broker.messaging.ensureTopics(['things.v1']);

    // A member with an assignment protocol of its own: the broker then refuses every other protocol for good.
    const foreignAssigner: PartitionAssigner = () => ({
      name: 'a-way-of-its-own',
      version: 1,
      assign: async () => [],
      protocol: () => ({ name: 'a-way-of-its-own', metadata: Buffer.alloc(0) }),
    });
    const kafka = new Kafka({
      brokers: kafkaBrokers,
      clientId: 'foreign-member',
      logLevel: logLevel.NOTHING,
    });
    const foreignMember = kafka.consumer({
      groupId: `${prefix}readers`,
      partitionAssigners: [foreignAssigner],
    });
    await foreignMember.connect();
    await until('the new topic is known to the broker', () =>
      foreignMember.subscribe({ topics: [`${prefix}things.v1`] }).then(
        () => true,
        () => false,
      ),
    );
    void foreignMember.run({ eachMessage: async () => undefined });
    await until('the foreign member is known to the broker', async () => {
      // A broker without a group creates its offsets topic for the first one.
      const group = await foreignMember.describeGroup().catch(() => undefined);
      return group?.members.length === 1 && group.state !== 'Dead';
    });

    const consumer = broker.messaging.consumer('readers', [followThings()], things(), {
      lot: memoryParkingLot(),
    });
    await expect(consumer.start()).rejects.toThrow();
    expect(broker.fatal).toEqual([expect.stringContaining('Consumer group readers ended')]);
    expect(consumer.stats().crash).toContain('protocol');
    expect(consumer.healthy()).toMatchObject({ ok: false });
    expect(broker.messaging.healthy()).toMatchObject({ ok: false });

    await broker.close();
    await foreignMember.disconnect();
  });
});
