import { freshTopicPrefix, testStack } from '@waymark/testkit';
import { thingEvent } from '../testing/things.ts';
import { kafkaTestBroker } from '../testing/kafka-test-broker.ts';

describe('Publishing to Kafka', () => {
  const large = (sequence: number, size: number) =>
    thingEvent('thing-1', sequence, { data: { thingId: 'thing-1', note: 'x'.repeat(size) } });

  it('sends a batch that is larger than one request in several, in order', async () => {
    const { kafkaBrokers } = await testStack();
    const broker = kafkaTestBroker(kafkaBrokers, freshTopicPrefix(), {});
    await broker.messaging.ensureTopics(['things.v1']);
    const envelopes = Array.from({ length: 12 }, (_, at) => large(at + 1, 300_000));
    await broker.messaging.publisher.publish([{ topic: 'things.v1', key: 'thing-1', envelopes }]);
    const sequences = (await broker.read('things.v1')).map(({ headers }) => Number(headers['ce_sequence']));
    expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    await broker.close();
  });

  it('refuses an event that is too large for a broker, at once and for good, without harm to others', async () => {
    const { kafkaBrokers } = await testStack();
    const broker = kafkaTestBroker(kafkaBrokers, freshTopicPrefix(), {});
    await broker.messaging.ensureTopics(['things.v1']);
    const { publish } = broker.messaging.publisher;
    const tooLarge = publish([{ topic: 'things.v1', key: 'thing-1', envelopes: [large(1, 2_000_000)] }]);
    const fine = publish([{ topic: 'things.v1', key: 'thing-2', envelopes: [thingEvent('thing-2', 1)] }]);
    await expect(tooLarge).rejects.toMatchObject({
      name: 'Error',
      message: expect.stringContaining('larger') as string,
    });
    await fine;
    await broker.close();
  });
});
