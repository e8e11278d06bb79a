import type { Clock } from '@waymark/care-types';

/** Wrong attempts after which a code is locked, and for how long. */
const limit = { attempts: 5, minutes: 15 } as const;

export type AttemptLimiter = {
  /** True while the subject has to wait. */
  isLocked(subject: string): boolean;
  recordFailure(subject: string): void;
};

/**
 * Counts wrong attempts for each subject (the hash of a code). After five within a quarter of an hour the subject is
 * locked for a quarter of an hour, right or wrong. Kept in this process: a restart forgets, the limit per address
 * stays. Nothing grows without end: what is over is dropped.
 */
export function attemptLimiter(clock: Clock): AttemptLimiter {
  const failures = new Map<string, { count: number; until: number }>();
  const now = () => clock.now().epochMilliseconds;
  const dropExpired = () => {
    for (const [subject, { until }] of failures) if (until <= now()) failures.delete(subject);
  };
  return {
    isLocked: (subject) => {
      const known = failures.get(subject);
      return known !== undefined && known.until > now() && known.count >= limit.attempts;
    },
    recordFailure: (subject) => {
      if (failures.size > 10_000) dropExpired();
      const known = failures.get(subject);
      const count = known !== undefined && known.until > now() ? known.count + 1 : 1;
      failures.set(subject, { count, until: now() + limit.minutes * 60_000 });
    },
  };
}
