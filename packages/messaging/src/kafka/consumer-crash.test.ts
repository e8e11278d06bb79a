import { freshTopicPrefix, testStack } from '@waymark/testkit';
import { Kafka, logLevel } from 'kafkajs';
import type { PartitionAssigner } from 'kafkajs';
import { memoryParkingLot } from '../testing/memory-parking-lot.ts';
import { followThings, things } from '../testing/things.ts';
import { until } from '../testing/until.ts';
import { kafkaBench } from '../testing/kafka-bench.ts';

describe('A consumer that can never go on', () => {
  it('says so, is not healthy, and asks for the end of its process', async () => {
    const { kafkaBrokers } = await testStack();
    const prefix = freshTopicPrefix();
    const bench = kafkaBench(kafkaBrokers, prefix, {});
    await bench.messaging.ensureTopics(['things.v1']);

    // A member that shares out partitions in a way of its own: the broker refuses every other kind for good.
    const strange: PartitionAssigner = () => ({
      name: 'a-way-of-its-own',
      version: 1,
      assign: async () => [],
      protocol: () => ({ name: 'a-way-of-its-own', metadata: Buffer.alloc(0) }),
    });
    const kafka = new Kafka({ brokers: kafkaBrokers, clientId: 'stranger', logLevel: logLevel.NOTHING });
    const stranger = kafka.consumer({ groupId: `${prefix}readers`, partitionAssigners: [strange] });
    await stranger.connect();
    await until('the new topic is known to the broker', () =>
      stranger.subscribe({ topics: [`${prefix}things.v1`] }).then(
        () => true,
        () => false,
      ),
    );
    void stranger.run({ eachMessage: async () => undefined });
    await until('the stranger is known to the broker', async () => {
      // A broker that has had no group yet is still making room for the first.
      const group = await stranger.describeGroup().catch(() => undefined);
      return group?.members.length === 1 && group.state !== 'Dead';
    });

    const consumer = bench.messaging.consumer('readers', [followThings()], things(), {
      lot: memoryParkingLot(),
    });
    await expect(consumer.start()).rejects.toThrow();
    expect(bench.fatal).toEqual([expect.stringContaining('Consumer group readers ended')]);
    expect(consumer.stats().crash).toContain('protocol');
    expect(consumer.healthy()).toMatchObject({ ok: false });
    expect(bench.messaging.healthy()).toMatchObject({ ok: false });

    await bench.close();
    await stranger.disconnect();
  });
});
