import { messagingContract } from '../testing/index.ts';
import { memoryBroker } from './broker.ts';
import { memoryMessaging } from './messaging.ts';

messagingContract('memory', async (timings) => {
  const broker = memoryBroker();
  const messaging = memoryMessaging({ broker, timings });
  const others = [messaging];
  return {
    messaging,
    another() {
      const other = memoryMessaging({ broker, timings });
      others.push(other);
      return other;
    },
    sendRaw: async (topic, message) => broker.append(topic, message),
    async read(topic) {
      const text = (bytes: Uint8Array | null) =>
        bytes === null ? null : Buffer.from(bytes).toString('utf8');
      const places = Array.from({ length: broker.partitions(topic) }, (_, partition) => partition);
      return places.flatMap((partition) =>
        Array.from({ length: broker.end(topic, partition) }, (_, offset) =>
          broker.read(topic, partition, offset),
        )
          .filter((each) => each !== undefined)
          .map(({ key, value, headers }) => ({ key: text(key), value: text(value), headers })),
      );
    },
    close: async () => void (await Promise.all(others.map((each) => each.close()))),
  };
});
