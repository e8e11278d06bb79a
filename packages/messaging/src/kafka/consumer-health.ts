import type { Clock } from '@waymark/care-types';
import type { ConsumerSettings } from '../consuming/consumer-settings.ts';
import type { Health } from '../port/messaging.ts';

/** The health of one consumer. It can look alive while its fetching or a handler hangs, so both have an age. */
export type ConsumerHealth = {
  joined(): void;
  fetched(): void;
  crashed(why: string): void;
  whileProcessing<T>(work: () => Promise<T>): Promise<T>;
  status(): { lastFetchAt: Temporal.Instant | undefined; crash: string | undefined };
  healthy(): Health;
};

export function consumerHealth(
  clock: Clock,
  { stuckAfterMs }: Pick<ConsumerSettings, 'stuckAfterMs'>,
): ConsumerHealth {
  const inHand = new Set<{ since: Temporal.Instant }>();
  let isMember = false;
  let lastFetchAt: Temporal.Instant | undefined;
  let crash: string | undefined;
  const ageMs = (since: Temporal.Instant) => clock.now().since(since).total('milliseconds');

  return {
    joined() {
      isMember = true;
      lastFetchAt = clock.now();
    },
    fetched: () => void (lastFetchAt = clock.now()),
    crashed: (why) => void (crash = why),

    async whileProcessing(work) {
      const one = { since: clock.now() };
      inHand.add(one);
      try {
        return await work();
      } finally {
        inHand.delete(one);
      }
    },

    status: () => ({ lastFetchAt, crash }),

    healthy() {
      if (crash !== undefined) return { ok: false, why: `The consumer has ended: ${crash}` };
      if (!isMember) return { ok: false, why: 'The consumer has not joined its group yet' };
      if ([...inHand].some(({ since }) => ageMs(since) > stuckAfterMs)) {
        return { ok: false, why: 'An event has been in hand for too long' };
      }
      // While events are in hand nothing is fetched; their own age is looked at above.
      if (inHand.size === 0 && lastFetchAt !== undefined && ageMs(lastFetchAt) > stuckAfterMs) {
        return { ok: false, why: 'Nothing has been fetched for too long' };
      }
      return { ok: true };
    },
  };
}
