import type { Envelope } from '@waymark/events';
import type { Log } from '../port/messaging.ts';
import type { Parked, ParkingLot } from '../port/parking-lot.ts';
import type { Subscription } from '../port/subscription.ts';
import type { Verdict } from './attempt.ts';
import { eventParked } from './incoming.ts';
import type { Patience } from './patience.ts';

/** 'done', or the transient failure that stopped it. */
export type Drained = 'done' | (Verdict & { kind: 'transient' });

type DrainingNeeds<Parts> = {
  group: string;
  lot: ParkingLot;
  tried(envelope: Envelope, subscription: Subscription<Parts>): Promise<Verdict>;
  subscriptionFor(topic: string, type: string): Subscription<Parts> | undefined;
  wait: Patience;
  askResync(topic: string, key: string, have: number): Promise<void>;
  log: Log;
};

/** Tries the parked events of one key in their order, until the key is free or one of them cannot be applied. */
export function draining<Parts>(
  needs: DrainingNeeds<Parts>,
): (topic: string, key: string) => Promise<Drained> {
  const { group, lot, log } = needs;

  /** What the entry now waits for, or undefined where it waits no longer. */
  async function stillWaits(entry: Parked): Promise<Parked | Drained> {
    const again: Omit<Parked, 'replay' | 'error'> = { ...entry };
    delete (again as Partial<Parked>).replay;
    delete (again as Partial<Parked>).error;
    const envelope = eventParked(entry);
    if ('malformed' in envelope) {
      return { ...again, reason: 'malformed', error: { name: 'Malformed', message: envelope.malformed } };
    }
    const subscription = needs.subscriptionFor(entry.topic, envelope.type);
    if (subscription === undefined) return 'done';
    const verdict = await needs.tried(envelope, subscription);
    switch (verdict.kind) {
      case 'applied':
      case 'repeat':
        return 'done';
      case 'transient':
        if (needs.wait.afterFailure(entry, verdict) !== 'give-up') return verdict;
        return { ...again, reason: 'poison', error: verdict.cause };
      case 'gap':
        await needs.askResync(entry.topic, entry.key, verdict.have);
        return { ...again, reason: 'gap' };
      case 'poison':
        return { ...again, reason: 'poison', error: verdict.cause };
    }
  }

  return async (topic, key) => {
    for (const entry of await lot.entries(group, { topic, key })) {
      const waits = await stillWaits(entry);
      if (waits === 'done') {
        await lot.settle(entry);
        needs.wait.done(entry);
      } else if ('kind' in waits) {
        return waits;
      } else {
        await lot.park(waits);
        log.warn(
          { topic, key, reason: waits.reason, cause: waits.error },
          'A parked event was tried again and stays',
        );
        return 'done';
      }
    }
    log.info({ topic, key }, 'A parked key is free again');
    return 'done';
  };
}
