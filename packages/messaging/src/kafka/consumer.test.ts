import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '@waymark/care-types';
import { until } from '@waymark/testkit';
import type { ConsumerCrashEvent, Kafka } from 'kafkajs';
import { defaultSettings } from '../consuming/consumer-settings.ts';
import { kafkaConsumer, type KafkaConsumerDependencies } from './consumer.ts';

type Listener = (event: { payload: object }) => void;

/** The library's consumers, which do nothing but let a test tell what happens to them. */
function libraryConsumers() {
  const created: { emit(event: string, payload: object): void; isRunning: boolean }[] = [];
  const consumer = () => {
    const listeners = new Map<string, Listener>();
    const one = {
      isRunning: false,
      emit: (event: string, payload: object) => listeners.get(event)?.({ payload }),
    };
    created.push(one);
    return {
      events: { GROUP_JOIN: 'join', FETCH: 'fetch', CRASH: 'crash' },
      on: (event: string, listener: Listener) => listeners.set(event, listener),
      connect: async () => undefined,
      subscribe: async () => undefined,
      run: async () => void (one.isRunning = true),
      disconnect: async () => undefined,
    };
  };
  return { created, kafka: { consumer } as unknown as Kafka };
}

const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
  child: () => log,
};

function consumerOn(kafka: Kafka) {
  const ended: string[] = [];
  const dependencies = {
    ...{ kafka, log, clock: systemClock, settings: defaultSettings, group: 'readers', topics: ['things.v1'] },
    admin: async () => ({ fetchTopicMetadata: async () => ({ topics: [{ partitions: [0] }] }) }),
    names: { group: (name: string) => name, topic: (name: string) => name, plain: (name: string) => name },
    ensureTopics: async () => undefined,
    processor: { assigned: () => undefined, replay: async () => undefined },
    fault: () => undefined,
    fatal: (reason: string) => void ended.push(reason),
  };
  return { consumer: kafkaConsumer(dependencies as unknown as KafkaConsumerDependencies), ended };
}

const crash = (name: string): ConsumerCrashEvent['payload'] => ({
  error: Object.assign(new Error('Failed'), { name }),
  groupId: 'readers',
  restart: false,
});

test('a group that has no coordinator yet is joined at another try', async () => {
  const { created, kafka } = libraryConsumers();
  const { consumer, ended } = consumerOn(kafka);
  const started = consumer.start();
  await until(async () => created[0]?.isRunning || undefined);
  created[0]?.emit('crash', crash('KafkaJSGroupCoordinatorNotFound'));
  await until(async () => created[1]?.isRunning || undefined);
  created[1]?.emit('join', { memberAssignment: { 'things.v1': [0] } });
  await started;
  expect(ended).toEqual([]);
  expect(consumer.healthy()).toEqual({ ok: true });
  await consumer.stop();
});

test('a consumer that cannot go on ends the process', async () => {
  const { created, kafka } = libraryConsumers();
  const { consumer, ended } = consumerOn(kafka);
  const started = consumer.start();
  await until(async () => created[0]?.isRunning || undefined);
  created[0]?.emit('crash', crash('KafkaJSNonRetriableError'));
  await expect(started).rejects.toThrow('Failed');
  expect(ended).toEqual(['Consumer group readers ended: KafkaJSNonRetriableError: Failed']);
  await consumer.stop();
});

test('a stop while it waits for a coordinator begins no other try', async () => {
  const { created, kafka } = libraryConsumers();
  const { consumer } = consumerOn(kafka);
  void consumer.start();
  await until(async () => created[0]?.isRunning || undefined);
  created[0]?.emit('crash', crash('KafkaJSGroupCoordinatorNotFound'));
  await consumer.stop();
  await pause(1_200);
  expect(created).toHaveLength(1);
});
