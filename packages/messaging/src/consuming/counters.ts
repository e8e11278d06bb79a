/** What a consumer has counted since its start. */
export type Counters = {
  applied: number;
  repeats: number;
  skipped: number;
  retries: number;
  deadLetters: number;
  parkedKeys: number;
  lastAppliedAt: Temporal.Instant | undefined;
};

export function newCounters(): Counters {
  return {
    applied: 0,
    repeats: 0,
    skipped: 0,
    retries: 0,
    deadLetters: 0,
    parkedKeys: 0,
    lastAppliedAt: undefined,
  };
}
