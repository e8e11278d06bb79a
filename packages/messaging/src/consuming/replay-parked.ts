import type { Envelope } from '@waymark/events';
import type { Log } from '@waymark/decisions';
import type { Parked, ParkingLot } from '../port/parking-lot.ts';
import type { Subscription } from '../port/subscription.ts';
import type { Verdict } from './attempt.ts';
import { eventParked } from './received-message.ts';
import type { RetryBackoff } from './retry-backoff.ts';

/** 'done', or the transient failure that stopped it. */
export type ReplayResult = 'done' | (Verdict & { kind: 'transient' });

type ReplayDependencies<Parts> = {
  group: string;
  lot: ParkingLot;
  attemptOnce(envelope: Envelope, subscription: Subscription<Parts>): Promise<Verdict>;
  subscriptionFor(topic: string, type: string): Subscription<Parts> | undefined;
  backoff: RetryBackoff;
  requestResync(topic: string, key: string, have: number): Promise<void>;
  log: Log;
};

/** Retries the parked events of one key in their order, until the key is free or one of them cannot be applied. */
export function replayParked<Parts>(
  dependencies: ReplayDependencies<Parts>,
): (topic: string, key: string) => Promise<ReplayResult> {
  const { group, lot, log } = dependencies;

  /** Retries one entry: 'done', the failure that stops the replay, or the entry as it stays parked. */
  async function retryEntry(entry: Parked): Promise<Parked | ReplayResult> {
    const again: Omit<Parked, 'replay' | 'error'> = { ...entry };
    delete (again as Partial<Parked>).replay;
    delete (again as Partial<Parked>).error;
    const envelope = eventParked(entry);
    if ('malformed' in envelope) {
      return { ...again, reason: 'malformed', error: { name: 'Malformed', message: envelope.malformed } };
    }
    const subscription = dependencies.subscriptionFor(entry.topic, envelope.type);
    if (subscription === undefined) return 'done';
    const verdict = await dependencies.attemptOnce(envelope, subscription);
    switch (verdict.kind) {
      case 'applied':
      case 'repeat':
        return 'done';
      case 'transient':
        if (dependencies.backoff.afterFailure(entry, verdict) !== 'give-up') return verdict;
        return { ...again, reason: 'poison', error: verdict.cause };
      case 'gap':
        await dependencies.requestResync(entry.topic, entry.key, verdict.have);
        return { ...again, reason: 'gap' };
      case 'poison':
        return { ...again, reason: 'poison', error: verdict.cause };
    }
  }

  return async (topic, key) => {
    for (const entry of await lot.entries(group, { topic, key })) {
      const result = await retryEntry(entry);
      if (result === 'done') {
        await lot.settle(entry);
        dependencies.backoff.done(entry);
      } else if ('kind' in result) {
        return result;
      } else {
        await lot.park(result);
        log.warn(
          { topic, key, reason: result.reason, cause: result.error },
          'A parked event was tried again and stays',
        );
        return 'done';
      }
    }
    log.info({ topic, key }, 'A parked key is free again');
    return 'done';
  };
}
