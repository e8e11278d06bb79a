import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { databaseUrl, embeddedStack, type EmbeddedStack } from '@waymark/testkit/stack';
import { until } from '@waymark/testkit';
import { startSystem, type System } from './system.ts';
import { referralLoad, type Load } from './load.ts';
import { nothingLost } from './nothing-lost.ts';

const brokerAwayMs = 60_000;
const databaseAwayMs = 10_000;

let dir: string;
let stack: EmbeddedStack;
let system: System | undefined;
let load: Load | undefined;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'waymark-outage-'));
  stack = await embeddedStack({ dir });
}, 120_000);
afterAll(async () => {
  load?.end();
  await system?.close();
  await stack.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

async function ready(system: System): Promise<boolean> {
  const answers = await Promise.all(
    Object.values(system.ports).map((port) =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    ),
  );
  return answers.every(Boolean);
}

test('Kafka away for a minute and the database for ten seconds, under load: all recovers unaided, nothing is lost', async () => {
  const started = await startSystem({
    infrastructure: {
      kafkaBrokers: stack.kafka.brokers,
      database: async (name) => ({ url: databaseUrl(stack.mongo.url, name), drop: async () => undefined }),
    },
  });
  system = started;
  const running = (load = await referralLoad(started));
  await running.untilMore(10);

  await stack.kafka.kill();
  const withoutKafka = running.acknowledged.size;
  await pass(brokerAwayMs);
  // Who logs a referral does not notice: it is stored, and published when Kafka is back.
  expect(running.acknowledged.size).toBeGreaterThan(withoutKafka + 20);
  expect(running.faults()).toEqual({});
  expect(await ready(started)).toBe(false);
  await stack.kafka.start();
  const kafkaBack = performance.now();
  await until('all three services are ready again', () => ready(started), 60_000);
  const foundKafka = performance.now() - kafkaBack;

  await stack.mongo.kill();
  await pass(databaseAwayMs);
  const withoutDatabase = running.acknowledged.size;
  expect(running.failed()).toBeGreaterThan(0);
  await stack.mongo.start();
  const databaseBack = performance.now();
  await running.untilMore(10);
  const foundDatabase = performance.now() - databaseBack;
  expect(running.acknowledged.size).toBeGreaterThan(withoutDatabase);

  await running.stop();
  const { referrals, events, repeats } = await nothingLost(started, running.acknowledged);
  expect(started.failures).toEqual([]);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  console.log(
    `Kafka away for ${seconds(brokerAwayMs)}, found again after ${seconds(foundKafka)}; the database away for ` +
      `${seconds(databaseAwayMs)}, found again after ${seconds(foundDatabase)}: ` +
      `${referrals} referrals, ${events} events, ${repeats} sent twice, 0 lost`,
  );
}, 720_000);
