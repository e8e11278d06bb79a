import { addDays, calendarDate } from '@waymark/care-types';
import {
  clocksOf,
  dueFrom,
  Fact,
  findingsIn,
  regimes,
  limitStatusOn,
  statusesOf,
  type RegimeId,
} from './index.ts';
import { firstDay } from './testing/any-facts.ts';
import { contact, received } from './testing/facts.ts';

describe('a priority', () => {
  it.each(['priority-flagged', 'priority-decided', 'priority-flag-removed', 'circumstances-changed'])(
    'is no fact of a clock as %s',
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
  ])('after %d days is %s', (days, limitStatus) => {
    expect(limitStatusOn(running, addDays(firstDay, days))).toBe(limitStatus);
    expect(
      limitStatusOn({ ...running, stop: addDays(firstDay, days), state: 'stopped' }, addDays(firstDay, 400)),
    ).toBe(limitStatus);
  });

  it('has no answer without a limit, and none for a wait that does not count', () => {
    expect(limitStatusOn({ ...running, limitDays: null }, addDays(firstDay, 4000))).toBe('no-limit');
    expect(limitStatusOn({ ...running, state: 'nullified' }, addDays(firstDay, 400))).toBe('not-counted');
    expect(limitStatusOn({ ...running, state: 'ended' }, addDays(firstDay, 400))).toBe('not-counted');
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
  ])('says whether the time %s is of another day: %s', (at, odd) => {
    expect(found(facts({ at })).includes('time-on-another-day')).toBe(odd);
  });

  it('says that there are two contents under one id, and the one recorded last counts', () => {
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

describe('the last day within a limit', () => {
  it.each<[RegimeId, string, string | null]>([
    ['cyp-4-week', '2025-03-03', '2025-03-31'],
    ['local-18-weeks', '2025-03-03', '2025-07-07'],
    ['autism-nice-3-months', '2025-01-31', '2025-04-30'],
    ['crisis-very-urgent-4h', '2025-03-03', '2025-03-04'],
    ['crisis-urgent-24h', '2025-03-03', '2025-03-04'],
    ['crisis-emergency', '2025-03-03', null],
    ['adhd-age', '2025-03-03', null],
    ['local-18-weeks', '9999-12-20', '9999-12-31'],
    ['autism-nice-3-months', '9999-12-20', '9999-12-31'],
    ['autism-nice-3-months', '9999-09-30', '9999-12-30'],
  ])('%s from %s is %s', (regime, from, due) => {
    const start = calendarDate(from);
    expect(dueFrom(regime, start)).toBe(due);
    if (due === null || regime.startsWith('crisis')) return;
    const [clock] = clocksOf(
      [received({ on: from, dateOfBirth: `${Number(from.slice(0, 4)) - 12}-02-01` })],
      { asOf: start, regimes: [regimes[regime]] },
    );
    expect(clock).toMatchObject({ due, state: 'running', limitStatus: 'within', days: 0 });
  });
});

describe('the four weeks', () => {
  const cyp = [regimes['cyp-4-week']];

  it.each([
    ['2016-01-01', 1],
    ['2015-12-31', 0],
  ])('of a referral received on %s: %d clock', (on, count) => {
    const facts = [received({ on, dateOfBirth: '2006-05-04' })];
    expect(clocksOf(facts, { asOf: calendarDate('2016-03-01'), regimes: cyp })).toHaveLength(count);
  });

  it('are not counted of a referral with a stay on a ward', () => {
    const stay = Fact.parse({ type: 'admitted', factId: 'ward', referralId: 'A', on: '2025-01-20' });
    const asOf = calendarDate('2025-02-03');
    expect(clocksOf([received()], { asOf, regimes: cyp })).toHaveLength(1);
    expect(clocksOf([received(), stay], { asOf, regimes: cyp })).toEqual([]);
    expect(clocksOf([received({ inpatient: true })], { asOf, regimes: cyp })).toEqual([]);
  });
});

describe('within one day', () => {
  it.each(['5', '6'])(
    'a child who was seen (%s) was there first: what was missed deletes nothing',
    (attendance) => {
      const facts = [
        received(),
        contact('a-missed', '2025-02-03', { attendance: '3' }),
        contact('b-seen', '2025-02-03', { attendance }),
      ];
      const clocks = clocksOf(facts, {
        asOf: calendarDate('2025-03-03'),
        regimes: [regimes['local-18-weeks']],
      });
      expect(clocks.map(({ state }) => state)).toEqual(['running']);
    },
  );
});

describe('a fact that is given again', () => {
  const asOf = calendarDate('2025-06-30');
  // More than are compared one by one.
  const many = Array.from({ length: 30 }, (_, place) =>
    contact(`c${place}`, addDays(firstDay, place + 1), { attendance: '3' }),
  );
  const clocks = clocksOf([received(), ...many], { asOf });

  it.each([0, 7, 29])('is one fact, also among many: %d', (place) => {
    const again = many[place] as Fact;
    expect(clocksOf([received(), ...many, again], { asOf })).toEqual(clocks);
    const later = { at: '2025-05-01T09:00:00Z', source: 'page' };
    const other = contact(`c${place}`, '2025-05-01', { attendance: '5', recorded: later });
    const seen = clocksOf([other, received(), ...many], { asOf, regimes: [regimes['autism-13-weeks']] });
    expect(seen).toMatchObject([{ state: 'stopped', stop: '2025-05-01' }]);
  });
});

describe('a limit in minutes', () => {
  const day = calendarDate('2025-03-03');
  const clock = (time: object) =>
    ({
      ...{ start: day, stop: null, state: 'running', limitDays: null },
      time: {
        ...{ startedAt: '2025-03-03T09:00:00Z', stoppedAt: null, minutes: 60, limitMinutes: 240 },
        ...{ dueAt: '2025-03-03T13:00:00Z', ...time },
      },
    }) as unknown as Parameters<typeof limitStatusOn>[0];

  it.each<[string, object, number, string]>([
    ['runs within it', {}, 0, 'within'],
    ['is past it', { minutes: 241 }, 0, 'breached'],
    ['is at its end', { minutes: 240 }, 0, 'within'],
    ['runs on another day', {}, 1, 'breached'],
    ['stopped within it, whatever day it is', { stoppedAt: '2025-03-03T12:00:00Z' }, 1, 'within'],
    ['has none', { limitMinutes: null, dueAt: null }, 1, 'no-limit'],
    ['has no end', { dueAt: null }, 1, 'no-limit'],
  ])('%s', (_, time, later, limitStatus) => {
    expect(limitStatusOn(clock(time), addDays(day, later))).toBe(limitStatus);
  });
});

describe('a code that is not in use on its date', () => {
  const isOdd = (facts: Fact[]) =>
    findingsIn(facts, { asOf: calendarDate('2026-06-01') }).some(({ id }) => id === 'code-not-valid-on-date');

  it.each<[string, object, string, string]>([
    ['priority', { priority: '4' }, '2021-09-30', '2021-10-01'],
    ['main reason', { primaryReason: '29' }, '2021-09-30', '2021-10-01'],
    ['other reason', { otherReasons: ['24', '30'] }, '2021-09-30', '2021-10-01'],
    ['source', { source: 'M9' }, '2021-09-30', '2021-10-01'],
  ])('of a referral: its %s', (_, change, before, since) => {
    expect(isOdd([received({ ...change, on: before })])).toBe(true);
    expect(isOdd([received({ ...change, on: since })])).toBe(false);
  });

  it.each<[string, object, string, string]>([
    ['way of holding it', { mechanism: '11' }, '2021-09-30', '2021-10-01'],
    ['old way of holding it', { mechanism: '06' }, '2021-10-01', '2021-09-30'],
    ['treatment', { codes: ['51484002', '718023002'] }, '2024-04-01', '2024-03-31'],
  ])('of a contact: its %s', (_, change, wrong, right) => {
    const start = received({ on: '2021-05-04' });
    expect(isOdd([start, contact('c', wrong, change)])).toBe(true);
    expect(isOdd([start, contact('c', right, change)])).toBe(false);
  });

  it('is not the way of holding what had no appointment', () => {
    const work = contact('c', '2021-09-30', { mechanism: '11', indirect: true });
    expect(isOdd([received({ on: '2021-05-04' }), work])).toBe(false);
  });
});

describe('what is odd', () => {
  const asOf = calendarDate('2025-09-01');
  const ids = (...facts: Fact[]) => findingsIn(facts, { asOf }).map(({ id }) => id);
  const death = Fact.parse({ type: 'died', factId: 'd', referralId: 'A', on: '2025-03-01' });

  it('is a child who is seen after a death, not work that goes on without the child, or nobody coming', () => {
    expect(ids(received(), death, contact('c', '2025-03-02'))).toContain('after-death');
    expect(ids(received(), death, contact('c', '2025-03-01'))).not.toContain('after-death');
    expect(ids(received(), death, contact('c', '2025-03-02', { indirect: true }))).not.toContain(
      'after-death',
    );
    expect(ids(received(), death, contact('c', '2025-03-02', { attendance: '3' }))).not.toContain(
      'after-death',
    );
  });

  it('is a contact before the referral, not work for the child from before', () => {
    expect(ids(received(), contact('c', '2025-01-05'))).toContain('contact-before-referral');
    expect(ids(received(), contact('c', '2025-01-05', { indirect: true }))).not.toContain(
      'contact-before-referral',
    );
    expect(ids(received(), contact('c', '2025-01-06'))).not.toContain('contact-before-referral');
  });

  it('is a silence of more than six months since the last news, or since the referral', () => {
    const on = (day: string) => ({ asOf: calendarDate(day) });
    const silent = (facts: Fact[], day: string) =>
      findingsIn(facts, on(day)).some(({ id }) => id === 'no-activity');
    expect(silent([received()], '2025-07-06')).toBe(false);
    expect(silent([received()], '2025-07-07')).toBe(true);
    expect(silent([received(), contact('c', '2025-02-10')], '2025-07-07')).toBe(false);
    expect(silent([received(), contact('c', '2025-02-10')], '2025-08-11')).toBe(true);
    expect(silent([received(), contact('c', '2024-12-01')], '2025-07-06')).toBe(false);
  });

  it('stands in one order, by the ids of the facts', () => {
    const corrections = ['z', 'm', 'b'].map((factId) =>
      contact(factId, '2025-02-10', { corrects: 'nothing' }),
    );
    for (const given of [corrections, corrections.toReversed()]) {
      const found = findingsIn([received(), ...given], { asOf }).filter(({ id }) => id === 'amends-nothing');
      expect(found.map(({ facts }) => facts)).toEqual([['b'], ['m'], ['z']]);
    }
  });

  it('is two open referrals to one team, not to none, nor one that has ended', () => {
    const of = (referralId: string, change: object) =>
      received({ referralId, factId: referralId, ...change });
    const twice = (change: object, ...more: Fact[]) =>
      ids(of('A', change), of('B', change), ...more).includes('two-open-referrals-one-team');
    expect(twice({ team: 'C01' })).toBe(true);
    expect(twice({})).toBe(false);
    const end = Fact.parse({ type: 'discharged', factId: 'end', referralId: 'B', on: '2025-02-10' });
    expect(twice({ team: 'C01' }, end)).toBe(false);
  });
});

describe('of two ends', () => {
  const end = (type: string, on: string) => Fact.parse({ type, factId: type, referralId: 'A', on });
  const endOf = (...ends: Fact[]) => {
    const asOf = calendarDate('2025-09-01');
    const [clock] = clocksOf([received(), ...ends], { asOf, regimes: [regimes['autism-13-weeks']] });
    return [clock?.state, clock?.stop];
  };

  it.each<[string, Fact[], string | null]>([
    ['a discharge', [end('referral-closed', '2025-02-01'), end('discharged', '2025-03-01')], '2025-03-01'],
    ['a rejection', [end('referral-closed', '2025-02-01'), end('rejected', '2025-03-01')], '2025-03-01'],
    ['the discharge', [end('discharged', '2025-02-01'), end('rejected', '2025-03-01')], '2025-02-01'],
    [
      'a death before a closure',
      [end('referral-closed', '2025-03-01'), end('died', '2025-02-01')],
      '2025-02-01',
    ],
    [
      'a closure before a death',
      [end('referral-closed', '2025-02-01'), end('died', '2025-03-01')],
      '2025-02-01',
    ],
    ['a death', [end('died', '2025-02-01')], '2025-02-01'],
    ['a death on the day of the referral', [end('died', '2025-01-06')], '2025-01-06'],
    [
      'nothing from before the referral',
      [end('discharged', '2025-01-05'), end('rejected', '2025-01-05')],
      null,
    ],
  ])('%s counts', (_, ends, stop) => {
    expect(endOf(...ends)).toEqual(stop === null ? ['running', null] : ['ended', stop]);
  });
});

describe('what comes again', () => {
  const of = (type: string, factId: string, on: string, more: object = {}) =>
    Fact.parse({ type, factId, referralId: 'A', on, ...more });
  const asOf = calendarDate('2025-09-01');
  const begun = [
    contact('c1', '2025-01-10'),
    of('outcome-measure', 'o1', '2025-01-16', { tool: 'RCADS' }),
    of('care-plan-agreed', 'p1', '2025-01-20'),
    of('intervention', 'a1', '2025-01-21', { kind: 'assessment' }),
  ];
  const again = [
    contact('c2', '2025-03-10'),
    of('outcome-measure', 'o2', '2025-03-11', { tool: 'RCADS' }),
    of('care-plan-agreed', 'p2', '2025-03-12'),
    of('intervention', 'a2', '2025-03-13', { kind: 'assessment' }),
  ];

  it.each<[RegimeId, object, string]>([
    ['cyp-4-week', {}, '2025-01-20'],
    ['adult-4-week', { dateOfBirth: '2004-01-05', team: 'A05', primaryReason: '05' }, '2025-01-21'],
  ])('for %s moves no stop: the first of each counts', (regime, about, stop) => {
    const facts = [received(about), ...begun, ...again];
    for (const given of [facts, facts.toReversed()]) {
      const [clock] = clocksOf(given, { asOf, regimes: [regimes[regime]] });
      expect(clock).toMatchObject({ state: 'stopped', stop });
      const used = clock?.evidence.flatMap(({ facts: ids }) => ids) ?? [];
      expect(used.filter((id) => id.endsWith('2'))).toEqual([]);
    }
  });
});

test('of two contacts of one day the one with the lesser id comes first, in whatever order they are given', () => {
  const [one, other] = [contact('c1', '2025-02-03'), contact('c2', '2025-02-03')];
  for (const given of [
    [received(), one, other],
    [other, one, received()],
  ]) {
    const [clock] = clocksOf(given, {
      asOf: calendarDate('2025-09-01'),
      regimes: [regimes['autism-13-weeks']],
    });
    const used = clock?.evidence.flatMap(({ facts }) => facts) ?? [];
    expect([used.includes('c1'), used.includes('c2')]).toEqual([true, false]);
  }
});
