import type { Verdict } from './attempt.ts';
import type { ConsumerSettings } from './consumer-settings.ts';

/** How long to wait before an event is tried again, or 'give-up' where its time-outs are used up. */
export type RetryBackoff = {
  afterFailure(place: Place, verdict: Pick<Verdict & { kind: 'transient' }, 'timedOut'>): number | 'give-up';
  done(place: Place): void;
};
type Place = { topic: string; partition: number; offset: number };

export function retryBackoff(settings: ConsumerSettings): RetryBackoff {
  const tries = new Map<string, { failures: number; timeouts: number }>();
  return {
    afterFailure(at, { timedOut }) {
      const place = nameOf(at);
      const { failures, timeouts } = tries.get(place) ?? { failures: 0, timeouts: 0 };
      // A failure of another kind between two time-outs says that the fault is around the event, not in it.
      const timeoutsNow = timedOut ? timeouts + 1 : 0;
      if (timeoutsNow >= settings.timeoutsUntilPoison) {
        tries.delete(place);
        return 'give-up';
      }
      tries.set(place, { failures: failures + 1, timeouts: timeoutsNow });
      const doubled = settings.firstBackoffMs * 2 ** Math.min(failures, 20);
      return Math.min(doubled, settings.longestBackoffMs) * (0.8 + Math.random() * 0.4);
    },
    done: (place) => void tries.delete(nameOf(place)),
  };
}

function nameOf({ topic, partition, offset }: Place): string {
  return `${topic}/${partition}/${offset}`;
}
