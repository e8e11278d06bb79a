import { addDays, calendarDate } from '@waymark/care-types';
import { clocksOf, Fact, findingsIn, regimes, standingOn, statusesOf } from './index.ts';

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

describe('a crisis', () => {
  it('is not stopped by a contact of an earlier day, though the time of the referral lies on that day', () => {
    const referral = { factId: 'f0', referralId: 'A', on: '2025-01-07', at: '2025-01-06T03:00:00Z' };
    const contact = { factId: 'f1', referralId: 'A', on: '2025-01-06', at: '2025-01-06T03:00:00Z' };
    const facts = [
      Fact.parse({ type: 'referral-received', ...referral, provider: 'RX3', team: 'A02', priority: '1' }),
      Fact.parse({ type: 'contact', ...contact, attendance: '6', mechanism: '01' }),
    ];
    const [clock] = clocksOf(facts, { asOf: calendarDate('2025-01-08') });
    expect(clock).toMatchObject({ regime: 'crisis-emergency', state: 'running', days: 1 });
  });
});

describe('a finding', () => {
  const contact = { factId: 'f1', referralId: 'A', on: '2025-03-10', attendance: '5', mechanism: '01' };
  const facts = (more: object) => [
    Fact.parse({ type: 'referral-received', factId: 'f0', referralId: 'A', on: firstDay, provider: 'RX3' }),
    Fact.parse({ type: 'contact', ...contact, ...more }),
  ];
  const asOf = calendarDate('2025-04-30');
  const found = (given: readonly Fact[]) => findingsIn(given, { asOf }).map(({ id }) => id);

  it.each([
    ['2025-03-09T23:59:00Z', true],
    ['2025-03-10T00:00:00Z', false],
    ['2025-03-10T23:59:59Z', false],
  ])('tells that the time %s is of another day: %s', (at, odd) => {
    expect(found(facts({ at })).includes('time-on-another-day')).toBe(odd);
  });

  it('tells of two contents under one id, and the one recorded last counts', () => {
    const [received, first] = facts({ recorded: { at: '2025-03-11T09:00:00Z', source: 'page' } });
    const [, second] = facts({ on: '2025-03-12', recorded: { at: '2025-03-13T09:00:00Z', source: 'page' } });
    const given = [second, received, first] as Fact[];
    expect(found(given)).toContain('same-id-two-contents');
    const [clock] = clocksOf(given, { asOf, regimes: [regimes['local-18-weeks']] });
    expect(clock?.code).toBe('10');
    expect(statusesOf(given, { asOf })).toMatchObject([{ on: '2025-03-12' }]);
  });
});

describe('the title of the local clock', () => {
  it('says that it is not a national figure', () => {
    expect(regimes['local-18-weeks'].title).toBe('Local 18 weeks, RTT-style: not reported nationally');
  });
});
