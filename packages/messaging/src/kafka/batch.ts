import type { EachBatchPayload } from 'kafkajs';
import type { ReceivedMessage } from '../consuming/received-message.ts';
import type { ProcessingResult } from '../consuming/message-processor.ts';
import type { FaultPoints } from '../port/messaging.ts';
import { textHeaders } from './headers.ts';

const commitEvery = 100;

type BatchDependencies = {
  process(incoming: ReceivedMessage): Promise<ProcessingResult>;
  heartbeatEveryMs: number;
  fault: FaultPoints;
};

/**
 * Processes the messages of a batch one by one. An offset is committed only when everything before it is processed.
 * Returns how long the partition must wait where a message could not be processed now.
 */
export async function processBatch(
  payload: EachBatchPayload,
  topic: string,
  { process, heartbeatEveryMs, fault }: BatchDependencies,
): Promise<Exclude<ProcessingResult, 'done'> | undefined> {
  const { batch, heartbeat, resolveOffset, isRunning, isStale } = payload;
  let uncommitted = 0;
  let next = 0;

  async function commit(): Promise<void> {
    if (uncommitted === 0) return;
    await fault('before-commit');
    const partitions = [{ partition: batch.partition, offset: String(next) }];
    await payload.commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] });
    uncommitted = 0;
  }

  for (const { key, value, headers, offset } of batch.messages) {
    if (!isRunning() || isStale()) break;
    const incoming: ReceivedMessage = {
      topic,
      partition: batch.partition,
      offset: Number(offset),
      key,
      value,
      headers: textHeaders(headers),
    };
    const result = await withHeartbeat(heartbeat, heartbeatEveryMs, () => process(incoming));
    if (result !== 'done') {
      await commit();
      return result;
    }
    resolveOffset(offset);
    next = incoming.offset + 1;
    uncommitted += 1;
    await fault('mid-batch');
    try {
      await heartbeat();
    } catch (error) {
      // The group is rebalancing: what is done is committed now, or another member does it again.
      await commit().catch(() => undefined);
      throw error;
    }
    if (uncommitted >= commitEvery) await commit();
  }
  await commit();
  return undefined;
}

/** The library sends no heartbeat while a handler runs. One that fails is noticed by the heartbeat after the message. */
async function withHeartbeat<T>(
  heartbeat: () => Promise<void>,
  everyMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
