import { freshTopicPrefix, testStack } from '@waymark/testkit';
import { made } from '../testing/things.ts';
import { kafkaBench } from '../testing/kafka-bench.ts';

describe('Publishing to Kafka', () => {
  const large = (sequence: number, size: number) =>
    made('thing-1', sequence, { data: { thingId: 'thing-1', note: 'x'.repeat(size) } });

  it('sends a batch that is larger than one request in several, in order', async () => {
    const { kafkaBrokers } = await testStack();
    const bench = kafkaBench(kafkaBrokers, freshTopicPrefix(), {});
    await bench.messaging.ensureTopics(['things.v1']);
    const envelopes = Array.from({ length: 12 }, (_, at) => large(at + 1, 300_000));
    await bench.messaging.publisher.publish([{ topic: 'things.v1', key: 'thing-1', envelopes }]);
    const sequences = (await bench.read('things.v1')).map(({ headers }) => Number(headers['ce_sequence']));
    expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    await bench.close();
  });

  it('refuses an event that no broker takes, at once and for good, without harm to others', async () => {
    const { kafkaBrokers } = await testStack();
    const bench = kafkaBench(kafkaBrokers, freshTopicPrefix(), {});
    await bench.messaging.ensureTopics(['things.v1']);
    const { publish } = bench.messaging.publisher;
    const tooLarge = publish([{ topic: 'things.v1', key: 'thing-1', envelopes: [large(1, 2_000_000)] }]);
    const fine = publish([{ topic: 'things.v1', key: 'thing-2', envelopes: [made('thing-2', 1)] }]);
    await expect(tooLarge).rejects.toMatchObject({
      name: 'Error',
      message: expect.stringContaining('larger') as string,
    });
    await fine;
    await bench.close();
  });
});
