import type { Clock } from '@waymark/care-types';

/** Wrong tries after which a code rests, and for how long. */
export const patience = { tries: 5, minutes: 15 } as const;

export type WrongTries = {
  /** True while the subject has to wait. */
  resting(subject: string): boolean;
  wrong(subject: string): void;
};

/**
 * Counts wrong tries for each subject (the hash of a code). After five within a quarter of an hour the subject rests
 * for a quarter of an hour, right or wrong. Kept in this process: a restart forgets, the limit per address at the
 * edge stays. Nothing grows without end: what is over is dropped.
 */
export function wrongTries(clock: Clock): WrongTries {
  const tries = new Map<string, { count: number; until: number }>();
  const now = () => clock.now().epochMilliseconds;
  const sweep = () => {
    for (const [subject, { until }] of tries) if (until <= now()) tries.delete(subject);
  };
  return {
    resting: (subject) => {
      const known = tries.get(subject);
      return known !== undefined && known.until > now() && known.count >= patience.tries;
    },
    wrong: (subject) => {
      if (tries.size > 10_000) sweep();
      const known = tries.get(subject);
      const count = known !== undefined && known.until > now() ? known.count + 1 : 1;
      tries.set(subject, { count, until: now() + patience.minutes * 60_000 });
    },
  };
}
