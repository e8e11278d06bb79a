/** Milliseconds, unless said otherwise. The reason for each value: README. */
export type ConsumerSettings = {
  /** A handler that takes longer has failed for now. */
  handlerLimitMs: number;
  /** So many time-outs of one event in a row, and it is poison. */
  timeoutsUntilPoison: number;
  firstBackoffMs: number;
  longestBackoffMs: number;
  /** How often the parking lot is asked what may be tried again. */
  replayEveryMs: number;
  lagEveryMs: number;
  /** publish rejects after this. */
  sendDeadlineMs: number;
  /** After a kill of a member or its broker the partitions wait this long. Brokers allow 6 s and more unless told otherwise. */
  sessionTimeoutMs: number;
  heartbeatEveryMs: number;
  /** No fetch, or one event in process, for so long: not healthy. */
  stuckAfterMs: number;
};

export const defaultSettings: ConsumerSettings = {
  handlerLimitMs: 10_000,
  timeoutsUntilPoison: 3,
  firstBackoffMs: 200,
  longestBackoffMs: 5_000,
  replayEveryMs: 1_000,
  lagEveryMs: 5_000,
  sendDeadlineMs: 10_000,
  sessionTimeoutMs: 6_000,
  heartbeatEveryMs: 1_000,
  stuckAfterMs: 60_000,
};
