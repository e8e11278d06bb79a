/** Everything that fake timers would otherwise take over: timers go on as ever. */
const notFaked = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/**
 * The date of this process, for libraries that ask `Date` and no clock of ours. Set it to an instant, and back at the
 * end of the test.
 */
export const machineDate = {
  set(instant: Temporal.Instant): void {
    import.meta.jest.useFakeTimers({ now: instant.epochMilliseconds, doNotFake: [...notFaked] });
  },
  reset(): void {
    import.meta.jest.useRealTimers();
  },
};
