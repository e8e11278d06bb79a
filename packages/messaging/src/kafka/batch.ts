import type { EachBatchPayload } from 'kafkajs';
import type { Incoming } from '../consuming/incoming.ts';
import type { Taken } from '../consuming/intake.ts';
import type { FaultPoints } from '../port/messaging.ts';
import { textHeaders } from './headers.ts';

const COMMIT_EVERY = 100;

type BatchNeeds = { take(incoming: Incoming): Promise<Taken>; heartbeatEveryMs: number; fault: FaultPoints };

/**
 * Takes the messages of a batch one by one. An offset is committed only when everything before it is dealt with.
 * Returns how long the partition must wait where a message could not be dealt with now.
 */
export async function takeBatch(
  payload: EachBatchPayload,
  topic: string,
  { take, heartbeatEveryMs, fault }: BatchNeeds,
): Promise<Exclude<Taken, 'done'> | undefined> {
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
    const incoming: Incoming = {
      topic,
      partition: batch.partition,
      offset: Number(offset),
      key,
      value,
      headers: textHeaders(headers),
    };
    const taken = await keepingMembership(heartbeat, heartbeatEveryMs, () => take(incoming));
    if (taken !== 'done') {
      await commit();
      return taken;
    }
    resolveOffset(offset);
    next = incoming.offset + 1;
    uncommitted += 1;
    await fault('mid-batch');
    try {
      await heartbeat();
    } catch (error) {
      // The group is being shared out anew: what is done is said now, or another member does it again.
      await commit().catch(() => undefined);
      throw error;
    }
    if (uncommitted >= COMMIT_EVERY) await commit();
  }
  await commit();
  return undefined;
}

/** The library sends no heartbeat while a handler runs. One that fails is noticed by the heartbeat after the message. */
async function keepingMembership<T>(
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
