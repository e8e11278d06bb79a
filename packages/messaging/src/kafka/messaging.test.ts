import { freshTopicPrefix, testStack } from '@waymark/testkit';
import { messagingContract } from '../testing/messaging-contract.ts';
import { kafkaTestBroker } from '../testing/kafka-test-broker.ts';

messagingContract('Kafka', async (settings) => {
  const { kafkaBrokers } = await testStack();
  return kafkaTestBroker(kafkaBrokers, freshTopicPrefix(), settings);
});
