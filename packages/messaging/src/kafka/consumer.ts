import type { Clock } from '@waymark/care-types';
import type { Admin, Consumer as LibraryConsumer, EachBatchPayload, Kafka } from 'kafkajs';
import { causeOf } from '../consuming/cause.ts';
import type { Intake } from '../consuming/intake.ts';
import type { Timings } from '../consuming/timings.ts';
import type { Consumer, FaultPoints, Log } from '../port/messaging.ts';
import { takeBatch } from './batch.ts';
import { retrying } from './connection.ts';
import { lagOf } from './lag.ts';
import type { Names } from './names.ts';
import { vitals } from './vitals.ts';

export type ConsumerNeeds = {
  kafka: Kafka;
  admin(): Promise<Admin>;
  names: Names;
  group: string;
  topics: readonly string[];
  /** Creates the topics that this consumer reads and those in which it leaves things. */
  ensureTopics(): Promise<void>;
  intake: Intake;
  clock: Clock;
  log: Log;
  timings: Timings;
  fault: FaultPoints;
  /** Called when the consumer has ended for good: the process must end too. */
  fatal(reason: string): void;
};

/** One member of a Kafka consumer group. */
export function kafkaConsumer(needs: ConsumerNeeds): Consumer {
  const { kafka, names, group, topics, intake, clock, log, timings } = needs;
  const life = vitals(clock, timings);
  const joined = Promise.withResolvers<void>();
  joined.promise.catch(() => undefined);
  const resumes = new Set<NodeJS.Timeout>();
  const assigned = new Map<string, readonly number[]>();
  const sweeps: NodeJS.Timeout[] = [];
  const sweeping = new Set<Promise<void>>();
  let library: LibraryConsumer | undefined;
  let stopping = false;
  let lag = 0;

  function newLibraryConsumer(concurrency: number): LibraryConsumer {
    const made = kafka.consumer({
      groupId: names.group(group),
      sessionTimeout: timings.sessionTimeoutMs,
      heartbeatInterval: timings.heartbeatEveryMs,
      rebalanceTimeout: 60_000,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: 262_144,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      retry: { ...retrying, restartOnFailure: async () => !stopping },
    });
    made.on(made.events.GROUP_JOIN, ({ payload }) => {
      // A join that was under way when stop was called must not leave a member behind.
      if (stopping) return void made.disconnect().catch(() => undefined);
      assigned.clear();
      for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
        assigned.set(names.plain(topic), partitions);
      }
      intake.assigned();
      life.joined();
      joined.resolve();
      log.info({ group, partitions: Object.fromEntries(assigned), concurrency }, 'Joined the consumer group');
    });
    made.on(made.events.FETCH, () => life.fetched());
    made.on(made.events.CRASH, ({ payload: { error, restart } }) => {
      if (stopping) return;
      const cause = causeOf(error);
      if (restart) return log.warn({ group, cause }, 'The consumer lost the broker; starting again');
      life.crashed(`${cause.name}: ${cause.message}`);
      log.fatal({ group, cause }, 'The consumer has ended and cannot start again; the process must end');
      joined.reject(error);
      needs.fatal(`Consumer group ${group} ended: ${cause.name}: ${cause.message}`);
    });
    return made;
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const held = await takeBatch(payload, names.plain(topic), {
      take: (incoming) => life.whileTaking(() => intake.take(incoming)),
      heartbeatEveryMs: timings.heartbeatEveryMs,
      fault: needs.fault,
    });
    if (held === undefined) return;
    const resume = payload.pause();
    const timer = setTimeout(() => {
      resumes.delete(timer);
      resume();
    }, held.retryInMs);
    resumes.add(timer);
    log.debug({ topic, partition, retryInMs: held.retryInMs }, 'A partition waits');
  }

  async function run(): Promise<void> {
    await needs.ensureTopics();
    const admin = await needs.admin();
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

  function sweep(everyMs: number, what: string, work: () => Promise<void>): void {
    let busy: Promise<void> | undefined;
    const turn = () => {
      if (busy !== undefined) return;
      const mine = work()
        .catch((error: unknown) => log.debug({ group, cause: causeOf(error) }, `Could not ${what}`))
        .finally(() => {
          busy = undefined;
          sweeping.delete(mine);
        });
      busy = mine;
      sweeping.add(mine);
    };
    sweeps.push(setInterval(turn, everyMs));
  }

  return {
    async start() {
      for (;;) {
        try {
          await run();
          break;
        } catch (error) {
          await library?.disconnect().catch(() => undefined);
          if (stopping) return;
          log.warn({ group, cause: causeOf(error) }, 'The broker does not answer; trying again');
          await pause(1_000);
        }
      }
      const holds = (topic: string, partition: number) => assigned.get(topic)?.includes(partition) === true;
      sweep(timings.replayEveryMs, 'look for events to try again', () => intake.replay(holds));
      sweep(timings.lagEveryMs, 'measure the lag', async () => {
        lag = await lagOf(await needs.admin(), names.group(group), assigned, names);
      });
      await joined.promise;
    },

    async stop() {
      stopping = true;
      for (const timer of sweeps) clearInterval(timer);
      for (const timer of resumes) clearTimeout(timer);
      await Promise.all([library?.disconnect(), ...sweeping]);
      joined.resolve();
    },

    stats() {
      const { applied, repeats, skipped, retries, deadLetters, parkedKeys, lastAppliedAt } = intake.tally();
      const { lastFetchAt, crash } = life.signs();
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

    healthy: () => life.healthy(),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
