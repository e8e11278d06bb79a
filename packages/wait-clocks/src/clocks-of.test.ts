import { addDays, calendarDate } from '@waymark/care-types';
import { Fact, regimes, standingOn } from './index.ts';

const firstDay = calendarDate('2025-01-06');

describe('a priority', () => {
  it.each(['priority-flagged', 'priority-decided', 'priority-flag-removed', 'circumstances-changed'])(
    'cannot even be told to a clock as %s',
    (type) => {
      const flag = { type, factId: 'flag', referralId: 'A', on: '2025-03-07' };
      expect(Fact.safeParse(flag).success).toBe(false);
    },
  );
});

describe('where a clock stands', () => {
  const running = { start: firstDay, stop: null, state: 'running', limitDays: 28 } as const;

  it.each([
    [28, 'within'],
    [29, 'breached'],
  ])('after %d days is %s', (days, standing) => {
    expect(standingOn(running, addDays(firstDay, days))).toBe(standing);
    expect(
      standingOn({ ...running, stop: addDays(firstDay, days), state: 'stopped' }, addDays(firstDay, 400)),
    ).toBe(standing);
  });

  it('has no answer without a limit, and none for a wait that does not count', () => {
    expect(standingOn({ ...running, limitDays: null }, addDays(firstDay, 4000))).toBe('no-limit');
    expect(standingOn({ ...running, state: 'nullified' }, addDays(firstDay, 400))).toBe('not-counted');
    expect(standingOn({ ...running, state: 'ended' }, addDays(firstDay, 400))).toBe('not-counted');
  });
});

describe('the title of the local clock', () => {
  it('says that it is not a national figure', () => {
    expect(regimes['local-18-weeks'].title).toBe('Local 18 weeks, RTT-style: not reported nationally');
  });
});
