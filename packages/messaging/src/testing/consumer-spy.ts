import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import type { Envelope } from '@waymark/events';
import { memoryParkingLot } from './memory-parking-lot.ts';
import type { Messaging } from '../port/messaging.ts';
import { on } from '../port/subscription.ts';
import { until } from '@waymark/testkit/until';

type Seen = { topic: string; type: string; parse(envelope: Envelope): Envelope };
type Match = Record<string, unknown> | ((event: Envelope) => boolean);

/** Consumes beside the real groups and shows what has been published. */
export type ConsumerSpy = {
  start(): Promise<void>;
  stop(): Promise<void>;
  seen(): readonly Envelope[];
  /**
   * The first event of the type ('pathway.opened' or 'pathway.opened.v1') whose data has these fields, already
   * published or still to come. Rejects when the time is over.
   */
  sees(type: string, match?: Match, withinMs?: number): Promise<Envelope>;
};

/** A group of its own that receives every event of these types, from the first. */
export function consumerSpy(messaging: Messaging, eventTypes: readonly Seen[]): ConsumerSpy {
  const seen: Envelope[] = [];
  const subscriptions = eventTypes.map((eventType) =>
    on(
      eventType,
      async (event) => {
        seen.push(event);
        return 'applied';
      },
      { lateJoin: true },
    ),
  );
  const consumer = messaging.consumer(`spy-${randomUUID()}`, subscriptions, undefined, {
    lot: memoryParkingLot(),
  });

  return {
    start: () => consumer.start(),
    stop: () => consumer.stop(),
    seen: () => seen,
    async sees(type, match = {}, withinMs = 10_000) {
      const fits = (event: Envelope) =>
        (event.type === type || event.type.replace(/\.v\d+$/, '') === type) && matches(event, match);
      await until(`an event ${type} is seen`, () => seen.some(fits), withinMs);
      const found = seen.find(fits);
      if (found === undefined) throw new Error(`No event ${type}`);
      return found;
    },
  };
}

function matches(event: Envelope, match: Match): boolean {
  if (typeof match === 'function') return match(event);
  const data = Object(event.data) as Record<string, unknown>;
  return Object.entries(match).every(([field, value]) => isDeepStrictEqual(data[field], value));
}
