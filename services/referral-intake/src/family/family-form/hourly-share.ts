import type { Clock } from '@waymark/care-types';

const hour = { hours: 1 };

/** How often something may be done within an hour under one name, counted in this process alone. */
export type HourlyShare = {
  /** Counts, and says whether it may be done. */
  take(name: string): boolean;
};

export function hourlyShare(most: number, clock: Clock): HourlyShare {
  const counted = new Map<string, { began: Temporal.Instant; times: number }>();
  const isOver = (began: Temporal.Instant) => Temporal.Instant.compare(began.add(hour), clock.now()) <= 0;
  return {
    take(name) {
      for (const [each, { began }] of counted) {
        if (!isOver(began)) break;
        counted.delete(each);
      }
      const held = counted.get(name) ?? { began: clock.now(), times: 0 };
      held.times += 1;
      counted.set(name, held);
      return held.times <= most;
    },
  };
}
