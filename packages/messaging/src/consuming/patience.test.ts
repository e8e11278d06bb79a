import { patience } from './patience.ts';
import { timings } from './timings.ts';

describe('Patience with an event that fails', () => {
  const place = { topic: 'things.v1', partition: 0, offset: 4 };
  const failure = { timedOut: false };
  const timeOut = { timedOut: true };

  it('waits longer each time, up to a limit, and begins anew after success', () => {
    const wait = patience(timings);
    const waits = Array.from({ length: 12 }, () => wait.afterFailure(place, failure));
    expect(waits[0]).toBeLessThanOrEqual(timings.firstBackOffMs * 1.2);
    expect(waits[3]).toBeGreaterThan(timings.firstBackOffMs * 6);
    expect(Math.max(...waits.map(Number))).toBeLessThanOrEqual(timings.longestBackOffMs * 1.2);
    wait.done(place);
    expect(wait.afterFailure(place, failure)).toBeLessThanOrEqual(timings.firstBackOffMs * 1.2);
  });

  it('never gives up on failures that may pass', () => {
    const wait = patience(timings);
    const waits = Array.from({ length: 1_000 }, () => wait.afterFailure(place, failure));
    expect(waits).not.toContain('give-up');
  });

  it('gives up after so many time-outs in a row, each place for itself', () => {
    const wait = patience({ ...timings, timeoutsUntilPoison: 3 });
    wait.afterFailure(place, timeOut);
    wait.afterFailure(place, timeOut);
    expect(wait.afterFailure({ ...place, offset: 5 }, timeOut)).not.toBe('give-up');
    expect(wait.afterFailure(place, timeOut)).toBe('give-up');
  });

  it('counts time-outs afresh after a failure of another kind', () => {
    const wait = patience({ ...timings, timeoutsUntilPoison: 2 });
    wait.afterFailure(place, timeOut);
    wait.afterFailure(place, failure);
    expect(wait.afterFailure(place, timeOut)).not.toBe('give-up');
  });
});
