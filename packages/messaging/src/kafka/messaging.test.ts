import { freshTopicPrefix, testStack } from '@waymark/testkit';
import { messagingContract } from '../testing/messaging-contract.ts';
import { kafkaBench } from '../testing/kafka-bench.ts';

messagingContract('Kafka', async (timings) => {
  const { kafkaBrokers } = await testStack();
  return kafkaBench(kafkaBrokers, freshTopicPrefix(), timings);
});
