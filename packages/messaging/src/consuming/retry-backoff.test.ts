import { retryBackoff } from './retry-backoff.ts';
import { defaultSettings } from './consumer-settings.ts';

describe('The backoff for an event that fails', () => {
  const place = { topic: 'things.v1', partition: 0, offset: 4 };
  const failure = { timedOut: false };
  const timeOut = { timedOut: true };

  it('waits longer each time, up to a limit, and begins anew after success', () => {
    const backoff = retryBackoff(defaultSettings);
    const waits = Array.from({ length: 12 }, () => backoff.afterFailure(place, failure));
    expect(waits[0]).toBeLessThanOrEqual(defaultSettings.firstBackoffMs * 1.2);
    expect(waits[3]).toBeGreaterThan(defaultSettings.firstBackoffMs * 6);
    expect(Math.max(...waits.map(Number))).toBeLessThanOrEqual(defaultSettings.longestBackoffMs * 1.2);
    backoff.done(place);
    expect(backoff.afterFailure(place, failure)).toBeLessThanOrEqual(defaultSettings.firstBackoffMs * 1.2);
  });

  it('never gives up on failures that may pass', () => {
    const backoff = retryBackoff(defaultSettings);
    const waits = Array.from({ length: 1_000 }, () => backoff.afterFailure(place, failure));
    expect(waits).not.toContain('give-up');
  });

  it('gives up after so many time-outs in a row, each place for itself', () => {
    const backoff = retryBackoff({ ...defaultSettings, timeoutsUntilPoison: 3 });
    backoff.afterFailure(place, timeOut);
    backoff.afterFailure(place, timeOut);
    expect(backoff.afterFailure({ ...place, offset: 5 }, timeOut)).not.toBe('give-up');
    expect(backoff.afterFailure(place, timeOut)).toBe('give-up');
  });

  it('counts time-outs afresh after a failure of another kind', () => {
    const backoff = retryBackoff({ ...defaultSettings, timeoutsUntilPoison: 2 });
    backoff.afterFailure(place, timeOut);
    backoff.afterFailure(place, failure);
    expect(backoff.afterFailure(place, timeOut)).not.toBe('give-up');
  });
});
