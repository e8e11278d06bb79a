import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort } from '@waymark/local/embedded';
import { GenericContainer, Wait } from 'testcontainers';

/** Kafka and MongoDB in containers, from the images that the compose file names. */
export async function containerStack() {
  const port = await freePort();
  const compose = await readFile(
    join(resolve(import.meta.dirname, '../../../..'), 'docker-compose.yml'),
    'utf8',
  );
  const imageOf = (repository: string): string => {
    const image = new RegExp(`image: (${repository}:\\S+)`).exec(compose)?.[1];
    if (!image) throw new Error(`docker-compose.yml names no image of ${repository}`);
    return image;
  };
  const [kafka, mongo] = await Promise.all([
    new GenericContainer(imageOf('apache/kafka'))
      .withExposedPorts({ container: 9092, host: port })
      .withEnvironment({
        KAFKA_NODE_ID: '1',
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
        KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '3',
        KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
        KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
        KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      })
      .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
      .start(),
    new GenericContainer(imageOf('mongo'))
      .withExposedPorts(27017)
      .withWaitStrategy(Wait.forListeningPorts())
      .start(),
  ]);
  return {
    kafkaBrokers: `127.0.0.1:${port}`,
    mongoUrl: `mongodb://${mongo.getHost()}:${mongo.getMappedPort(27017)}`,
    stop: async () => {
      await Promise.all([kafka.stop(), mongo.stop()]);
    },
  };
}
