import type { Admin } from 'kafkajs';
import pRetry from 'p-retry';

/** Partitions of a topic unless the caller says otherwise. The number must never change later: the order per key rests on it. */
export const defaultPartitions = 6;

/** While the new topics have not reached all brokers: 19 retries, 250 ms apart. */
const untilKnown = { retries: 19, minTimeout: 250, factor: 1 };

/**
 * Creates the topics that do not exist, kept for ever and replicated as far as the brokers allow. Several services may
 * do so at once: what another creates at the same moment is there as well.
 */
export async function createTopics(
  admin: Admin,
  names: readonly string[],
  partitions = defaultPartitions,
): Promise<void> {
  await pRetry(() => createMissing(admin, names, partitions), {
    ...untilKnown,
    shouldRetry: ({ error }) => isRetriable(error),
  });
}

function isRetriable(error: Error): boolean {
  return 'retriable' in error && error.retriable === true;
}

async function createMissing(admin: Admin, names: readonly string[], partitions: number): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = [...new Set(names)].filter((name) => !existing.has(name));
  if (missing.length === 0) return;
  const { brokers } = await admin.describeCluster();
  const replicationFactor = Math.min(3, brokers.length);
  await admin.createTopics({
    waitForLeaders: true,
    timeout: 15_000,
    topics: missing.map((topic) => ({
      topic,
      numPartitions: partitions,
      replicationFactor,
      configEntries: [
        { name: 'retention.ms', value: '-1' },
        { name: 'min.insync.replicas', value: String(Math.max(1, replicationFactor - 1)) },
        { name: 'unclean.leader.election.enable', value: 'false' },
      ],
    })),
  });
}
