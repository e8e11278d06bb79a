/** Milliseconds, unless said otherwise. Why each is what it is: README. */
export type Timings = {
  /** A handler that takes longer has failed for now. */
  handlerLimitMs: number;
  /** So many time-outs of one event in a row, and it is poison. */
  timeoutsUntilPoison: number;
  firstBackOffMs: number;
  longestBackOffMs: number;
  /** How often the parking lot is asked what may be tried again. */
  replayEveryMs: number;
  lagEveryMs: number;
  /** publish rejects after this. */
  sendDeadlineMs: number;
  /** After a kill of a member or its broker the partitions wait this long. Brokers allow 6 s and more unless told otherwise. */
  sessionTimeoutMs: number;
  heartbeatEveryMs: number;
  /** No fetch, or one event in hand, for so long: not healthy. */
  stuckAfterMs: number;
};

export const timings: Timings = {
  handlerLimitMs: 10_000,
  timeoutsUntilPoison: 3,
  firstBackOffMs: 200,
  longestBackOffMs: 5_000,
  replayEveryMs: 1_000,
  lagEveryMs: 5_000,
  sendDeadlineMs: 10_000,
  sessionTimeoutMs: 6_000,
  heartbeatEveryMs: 1_000,
  stuckAfterMs: 60_000,
};
