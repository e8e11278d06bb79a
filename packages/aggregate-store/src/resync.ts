import { onResyncRequested, type Consumer, type Messaging, type ParkingLot } from '@waymark/messaging';
import type { AggregateStore } from './aggregate-store.ts';

/**
 * The consumer with which the owner of topics answers those who missed events: it publishes the last event of the
 * aggregate again, marked as a resync. An aggregate that is not here, or has never published an event, gets no answer.
 */
export function answersResync(
  stores: readonly Pick<AggregateStore<never>, 'outbox' | 'resync'>[],
  messaging: Pick<Messaging, 'consumer' | 'publisher'>,
  { group, lot }: { group: string; lot: ParkingLot },
): Consumer {
  const subscriptions = stores.flatMap(({ outbox: { topic }, resync }) =>
    topic === undefined
      ? []
      : [
          onResyncRequested(topic, async ({ key }) => {
            const envelope = await resync(key);
            if (envelope === undefined) return 'repeat';
            await messaging.publisher.publish([{ topic, key, envelopes: [envelope] }]);
            return 'applied';
          }),
        ],
  );
  return messaging.consumer(`${group}.resync`, subscriptions, {}, { lot });
}
