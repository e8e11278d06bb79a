import { systemClock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import { kafkaMessaging, type FaultPoints, type Messaging } from '@waymark/messaging';
import { z } from 'zod';
import { aggregateStore, type AggregateStore } from '../aggregate-store.ts';
import { connect, type Database } from '../connect.ts';
import { mongoParkingLot } from '../parking-lot.ts';
import { recordingLog, tallies, tallyRaised, type Tally } from './tally.ts';

/** Where one chain of crashes happens, as environment variables of its processes. */
export const CrashEnvironment = z.object({
  MONGO_URL: z.string(),
  KAFKA_BROKERS: z.string(),
  TOPIC_PREFIX: z.string(),
});
export type CrashEnvironment = z.infer<typeof CrashEnvironment>;

/** What a follower knows of a tally: which events it applied, in that order, and the amounts of the last. */
export const Followed = z.object({ sequences: z.array(z.int()), amounts: z.array(z.int()) });
export type Followed = z.infer<typeof Followed>;

export type Pipeline = {
  db: Database;
  messaging: Messaging;
  tallies: AggregateStore<Tally>;
  followed: AggregateStore<Followed>;
  lot: ReturnType<typeof mongoParkingLot>;
  log: Log;
  close(): Promise<void>;
};

/** Where the follower keeps what it has received. */
export function followedTallies(db: Database, fault?: FaultPoints): AggregateStore<Followed> {
  return aggregateStore(
    db,
    { collection: 'followed', schema: Followed, source: 'follower', indexes: [] },
    { clock: systemClock, ...(fault && { fault }) },
  );
}

/** Both ends of a small pipeline: the tallies that publish, and the followers that consume. */
export async function openPipeline(
  env: CrashEnvironment,
  fault: FaultPoints = () => undefined,
): Promise<Pipeline> {
  const log = recordingLog();
  const db = await connect(env.MONGO_URL, { log, appName: 'crash pipeline' });
  const messaging = kafkaMessaging(
    {
      brokers: env.KAFKA_BROKERS.split(','),
      clientId: 'crash-pipeline',
      topicPrefix: env.TOPIC_PREFIX,
      // The shortest that a broker allows by default: a killed member is missed that long.
      consumerSettings: { sessionTimeoutMs: 6_000, heartbeatEveryMs: 500 },
    },
    {
      log,
      fault,
      fatal: (reason) => {
        throw new Error(reason);
      },
    },
  );
  const lot = mongoParkingLot(db);
  return {
    db,
    messaging,
    lot,
    log,
    tallies: tallies(db, { clock: systemClock, fault }),
    followed: followedTallies(db, fault),
    close: async () => {
      await messaging.close();
      await db.close();
    },
  };
}

/** Create what the pipeline needs before its first process starts. */
export async function preparePipeline({ messaging, tallies, followed, lot }: Pipeline): Promise<void> {
  await Promise.all([tallies.migrate(), followed.migrate(), lot.migrate()]);
  await messaging.ensureTopics([tallyRaised.topic], { partitions: 2 });
}
