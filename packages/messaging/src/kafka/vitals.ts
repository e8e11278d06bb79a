import type { Clock } from '@waymark/care-types';
import type { Timings } from '../consuming/timings.ts';
import type { Health } from '../port/messaging.ts';

/** Signs of life of one consumer. It can look alive while its fetching or a handler hangs, so both have an age. */
export type Vitals = {
  joined(): void;
  fetched(): void;
  crashed(why: string): void;
  whileTaking<T>(work: () => Promise<T>): Promise<T>;
  signs(): { lastFetchAt: Temporal.Instant | undefined; crash: string | undefined };
  healthy(): Health;
};

export function vitals(clock: Clock, { stuckAfterMs }: Pick<Timings, 'stuckAfterMs'>): Vitals {
  const taking = new Set<{ since: Temporal.Instant }>();
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

    async whileTaking(work) {
      const one = { since: clock.now() };
      taking.add(one);
      try {
        return await work();
      } finally {
        taking.delete(one);
      }
    },

    signs: () => ({ lastFetchAt, crash }),

    healthy() {
      if (crash !== undefined) return { ok: false, why: `The consumer has ended: ${crash}` };
      if (!isMember) return { ok: false, why: 'The consumer has not joined its group yet' };
      if ([...taking].some(({ since }) => ageMs(since) > stuckAfterMs)) {
        return { ok: false, why: 'An event has been in hand for too long' };
      }
      // While events are in hand nothing is fetched; their own age is looked at above.
      if (taking.size === 0 && lastFetchAt !== undefined && ageMs(lastFetchAt) > stuckAfterMs) {
        return { ok: false, why: 'Nothing has been fetched for too long' };
      }
      return { ok: true };
    },
  };
}
