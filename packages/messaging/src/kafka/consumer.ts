import type { Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import type { Admin, Consumer as LibraryConsumer, EachBatchPayload, Kafka } from 'kafkajs';
import { causeOf } from '../consuming/cause.ts';
import type { MessageProcessor } from '../consuming/message-processor.ts';
import type { ConsumerSettings } from '../consuming/consumer-settings.ts';
import type { Consumer, FaultPoints } from '../port/messaging.ts';
import { processBatch } from './batch.ts';
import { libraryRetry } from './connection.ts';
import { lagOf } from './lag.ts';
import type { Names } from './names.ts';
import { consumerHealth } from './consumer-health.ts';

export type KafkaConsumerDependencies = {
  kafka: Kafka;
  admin(): Promise<Admin>;
  names: Names;
  group: string;
  topics: readonly string[];
  /** Creates the topics that this consumer reads, and those for its dead letters and resync requests. */
  ensureTopics(): Promise<void>;
  processor: MessageProcessor;
  clock: Clock;
  log: Log;
  settings: ConsumerSettings;
  fault: FaultPoints;
  /** Called when the consumer has ended for good: the process must end too. */
  fatal(reason: string): void;
};

const coordinatorRetryMs = 1_000;

/** One member of a Kafka consumer group. */
export function kafkaConsumer(dependencies: KafkaConsumerDependencies): Consumer {
  const { kafka, names, group, topics, processor, clock, log, settings } = dependencies;
  const health = consumerHealth(clock, settings);
  const joined = Promise.withResolvers<void>();
  joined.promise.catch(() => undefined);
  const resumes = new Set<NodeJS.Timeout>();
  const assigned = new Map<string, readonly number[]>();
  const intervals: NodeJS.Timeout[] = [];
  const inFlight = new Set<Promise<void>>();
  let library: LibraryConsumer | undefined;
  let stopping = false;
  let lag = 0;

  function newLibraryConsumer(concurrency: number): LibraryConsumer {
    const consumer = kafka.consumer({
      groupId: names.group(group),
      sessionTimeout: settings.sessionTimeoutMs,
      heartbeatInterval: settings.heartbeatEveryMs,
      rebalanceTimeout: 60_000,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: 262_144,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      retry: { ...libraryRetry, restartOnFailure: async () => !stopping },
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      // A join that was under way when stop was called must not leave a member behind.
      if (stopping) return void consumer.disconnect().catch(() => undefined);
      assigned.clear();
      for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
        assigned.set(names.plain(topic), partitions);
      }
      processor.assigned();
      health.joined();
      joined.resolve();
      log.info({ group, partitions: Object.fromEntries(assigned), concurrency }, 'Joined the consumer group');
    });
    consumer.on(consumer.events.FETCH, () => health.fetched());
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (stopping) return;
      const cause = causeOf(error);
      if (restart) return log.warn({ group, cause }, 'The consumer lost the broker; starting again');
      // The library takes it for final, but a broker that has just started has no coordinator yet.
      if (cause.name === 'KafkaJSGroupCoordinatorNotFound') {
        log.warn({ group, cause }, 'The group has no coordinator yet; trying again');
        return void pause(coordinatorRetryMs).then(runUntilStarted);
      }
      health.crashed(`${cause.name}: ${cause.message}`);
      log.fatal({ group, cause }, 'The consumer has ended and cannot start again; the process must end');
      joined.reject(error);
      dependencies.fatal(`Consumer group ${group} ended: ${cause.name}: ${cause.message}`);
    });
    return consumer;
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const wait = await processBatch(payload, names.plain(topic), {
      process: (incoming) => health.whileProcessing(() => processor.process(incoming)),
      heartbeatEveryMs: settings.heartbeatEveryMs,
      fault: dependencies.fault,
    });
    if (wait === undefined) return;
    const resume = payload.pause();
    const timer = setTimeout(() => {
      resumes.delete(timer);
      resume();
    }, wait.retryInMs);
    resumes.add(timer);
    log.debug({ topic, partition, retryInMs: wait.retryInMs }, 'A partition waits');
  }

  async function run(): Promise<void> {
    await dependencies.ensureTopics();
    const admin = await dependencies.admin();
    const broker = topics.map((topic) => names.topic(topic));
    const metadata = await admin.fetchTopicMetadata({ topics: broker });
    const partitions = metadata.topics.reduce((sum, topic) => sum + topic.partitions.length, 0);
    library = newLibraryConsumer(partitions);
    await library.connect();
    await library.subscribe({ topics: broker, fromBeginning: true });
    await library.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitions,
      eachBatch,
    });
  }

  /** Starts the library's consumer, as often as the broker is away. */
  async function runUntilStarted(): Promise<void> {
    while (!stopping) {
      try {
        return await run();
      } catch (error) {
        await library?.disconnect().catch(() => undefined);
        if (stopping) return;
        log.warn({ group, cause: causeOf(error) }, 'The broker does not answer; trying again');
        await pause(1_000);
      }
    }
  }

  function schedule(everyMs: number, what: string, work: () => Promise<void>): void {
    let busy: Promise<void> | undefined;
    const runOnce = () => {
      if (busy !== undefined) return;
      const current = work()
        .catch((error: unknown) => log.debug({ group, cause: causeOf(error) }, `Could not ${what}`))
        .finally(() => {
          busy = undefined;
          inFlight.delete(current);
        });
      busy = current;
      inFlight.add(current);
    };
    intervals.push(setInterval(runOnce, everyMs));
  }

  return {
    async start() {
      await runUntilStarted();
      if (stopping) return;
      const holds = (topic: string, partition: number) => assigned.get(topic)?.includes(partition) === true;
      schedule(settings.replayEveryMs, 'look for events to try again', () => processor.replay(holds));
      schedule(settings.lagEveryMs, 'measure the lag', async () => {
        lag = await lagOf(await dependencies.admin(), names.group(group), assigned, names);
      });
      await joined.promise;
    },

    async stop() {
      stopping = true;
      for (const timer of intervals) clearInterval(timer);
      for (const timer of resumes) clearTimeout(timer);
      await Promise.all([library?.disconnect(), ...inFlight]);
      joined.resolve();
    },

    stats() {
      const { applied, repeats, skipped, retries, deadLetters, parkedKeys, lastAppliedAt } =
        processor.counters();
      const { lastFetchAt, crash } = health.status();
      return {
        lag,
        parkedKeys,
        dlqTotal: deadLetters,
        applied,
        repeats,
        skipped,
        retries,
        lastFetchAt,
        lastAppliedAt,
        crash,
      };
    },

    healthy: () => health.healthy(),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
