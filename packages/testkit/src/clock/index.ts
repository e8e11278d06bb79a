import type { Clock } from '@waymark/care-types';

/** A clock that stands where it is put and moves only when asked. */
export function fakeClock(
  start = '2025-03-31T10:00:00Z',
): Clock & { pass(time: Temporal.DurationLike): void } {
  let now = Temporal.Instant.from(start);
  return {
    now: () => now,
    pass: (time) => {
      now = now.add(time);
    },
  };
}
export { machineDate } from './machine-date.ts';
