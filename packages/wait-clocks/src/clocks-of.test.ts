import { addDays, calendarDate, daysBetween, OdsCode } from '@waymark/care-types';
import type { CalendarDate } from '@waymark/care-types';
import fc from 'fast-check';
import { clocksOf, ClockState, daysOn, Fact, regimes, standingOn } from './index.ts';

const FIRST_DAY = calendarDate('2025-01-06');
const all = Object.values(regimes);

const anyDay = fc.integer({ min: 0, max: 200 }).map((days) => addDays(FIRST_DAY, days));
const anyReferral = fc.constantFrom('A', 'B', 'C');

const happened = fc.oneof(
  fc.record({
    type: fc.constant('contact' as const),
    attendance: fc.constantFrom('2', '3', '3', '4', '5', '5', '6', '7', '0'),
    mechanism: fc.constantFrom('01', '02', '05', '11'),
    indirect: fc.constantFrom(false, false, true),
  }),
  fc.record({ type: fc.constant('outcome-measure' as const), tool: fc.constantFrom('SDQ', 'Current View') }),
  fc.constant({ type: 'care-plan-agreed' as const }),
  fc.constant({ type: 'intervention' as const, kind: 'psychological' }),
  fc.constant({ type: 'active-monitoring' as const, by: 'patient' }),
  fc
    .constantFrom(
      ...[
        'treatment-started',
        'decision-to-treat',
        'decision-not-to-treat',
        'treatment-declined',
        'rebooked',
      ],
      ...['discharged', 'rejected', 'referral-closed', 'died'],
    )
    .map((type) => ({ type })),
);

const received = fc.record({
  type: fc.constant('referral-received' as const),
  referralId: anyReferral,
  on: anyDay,
  provider: fc.constantFrom(OdsCode.parse('RX3'), OdsCode.parse('RXP')),
  dateOfBirth: fc.constantFrom(calendarDate('2014-02-01'), calendarDate('2007-03-15')),
  priority: fc.constantFrom('1', '2', '3', '3'),
  team: fc.constantFrom('C04', 'A18', 'A02'),
});
const receivedAgain = fc
  .tuple(received, anyReferral)
  .map(([referral, continues]) => ({ ...referral, continues }));
const other = fc
  .tuple(happened, anyReferral, anyDay)
  .map(([fact, referralId, on]) => ({ ...fact, referralId, on }));

/** The facts of one synthetic person: some referrals, and whatever may befall them. */
const anyFacts = fc
  .tuple(
    fc.array(fc.oneof(received, received, receivedAgain), { minLength: 1, maxLength: 3 }),
    fc.array(other, { maxLength: 14 }),
  )
  .map(([referrals, others]) =>
    [...referrals, ...others].map((fact, place) =>
      Fact.parse({ ...fact, factId: `f${String(place).padStart(2, '0')}` }),
    ),
  );
const asOf = fc.integer({ min: 0, max: 260 }).map((days) => addDays(FIRST_DAY, days));

const bare = (clocks: readonly ClockState[]) =>
  clocks.map(({ regime, referralId, period, start, stop, state, days }) => ({
    regime,
    referralId,
    period,
    start,
    stop,
    state,
    days,
  }));
const isAppointmentWithout = (fact: Fact, attendances: readonly string[]): boolean =>
  fact.type === 'contact' && fact.indirect !== true && attendances.includes(fact.attendance);

describe('clocks', () => {
  it('do not depend on the order of the facts, nor on a fact being told twice', () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, asOf, ([facts, muddled], date) => {
        expect(clocksOf(muddled, date, all)).toEqual(clocksOf(facts, date, all));
      }),
      { numRuns: 300 },
    );
  });

  it('remember nothing of a fact that was withdrawn', () => {
    fc.assert(
      fc.property(anyFacts, other, asOf, (facts, fact, date) => {
        const before = clocksOf(facts, date, all);
        const withdrawn = Fact.parse({ ...fact, factId: 'withdrawn' });
        clocksOf([...facts, withdrawn], date, all);
        expect(clocksOf(facts, date, all)).toEqual(before);
      }),
    );
  });

  it('know nothing of days to come', () => {
    fc.assert(
      fc.property(anyFacts, asOf, (facts, date) => {
        const known = facts.filter(({ on }) => on <= date);
        expect(clocksOf(facts, date, all)).toEqual(clocksOf(known, date, all));
      }),
    );
  });

  it('are days of the calendar between start and stop, or the day asked about', () => {
    fc.assert(
      fc.property(anyFacts, asOf, (facts, date) => {
        for (const clock of clocksOf(facts, date, all)) {
          expect(ClockState.parse(clock)).toEqual(clock);
          expect(clock.days).toBe(daysBetween(clock.start, clock.stop ?? date));
          expect(clock.days).toBe(daysOn(clock, date));
          expect(clock.standing).toBe(standingOn(clock, date));
          expect(clock.stop === null).toBe(clock.state === 'running');
          expect(clock.stillNeeded.length > 0).toBe(clock.state === 'running');
          expect(clock.due).toBe(addDays(clock.start, clock.limitDays ?? 0));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('rest on facts that were given, and each of them says on which', () => {
    fc.assert(
      fc.property(anyFacts, asOf, (facts, date) => {
        const ids = new Set(facts.filter(({ on }) => on <= date).map(({ factId }) => factId));
        for (const { evidence, start, stop } of clocksOf(facts, date, all)) {
          expect(evidence.some(({ on }) => on === start)).toBe(true);
          expect(stop === null || evidence.some(({ on }) => on === stop)).toBe(true);
          for (const found of evidence) {
            expect(found.facts.length).toBeGreaterThan(0);
            expect(found.facts.every((id) => ids.has(id))).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of one need under local 18 weeks never overlap, and only the last may run', () => {
    fc.assert(
      fc.property(anyFacts, asOf, (facts, date) => {
        const clocks = clocksOf(facts, date, [regimes.localRtt18Weeks]);
        for (const clock of clocks) {
          const next = clocks.find(
            (one) => one.referralId === clock.referralId && one.period === clock.period + 1,
          );
          if (next === undefined) continue;
          expect(clock.stop).not.toBeNull();
          expect(daysBetween(clock.stop ?? next.start, next.start)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of four weeks are the same whether or not the child was brought, or anybody cancelled', () => {
    fc.assert(
      fc.property(anyFacts, asOf, (facts, date) => {
        const without = facts.filter((fact) => !isAppointmentWithout(fact, ['0', '2', '3', '4', '7']));
        expect(bare(clocksOf(facts, date, [regimes.cypFourWeek]))).toEqual(
          bare(clocksOf(without, date, [regimes.cypFourWeek])),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('of local 18 weeks are the same whether or not anybody cancelled, as long as no wait was deleted', () => {
    fc.assert(
      fc.property(anyFacts, asOf, (facts, date) => {
        const brought = facts.filter((fact) => !isAppointmentWithout(fact, ['3']));
        const kept = brought.filter((fact) => !isAppointmentWithout(fact, ['2', '4']));
        expect(bare(clocksOf(brought, date, [regimes.localRtt18Weeks]))).toEqual(
          bare(clocksOf(kept, date, [regimes.localRtt18Weeks])),
        );
      }),
    );
  });

  it('that run are one day older tomorrow', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const today: CalendarDate = addDays(FIRST_DAY, 230);
        const running = (date: CalendarDate) =>
          clocksOf(facts, date, all).filter(({ state }) => state === 'running');
        expect(running(addDays(today, 1)).map(({ days }) => days - 1)).toEqual(
          running(today).map(({ days }) => days),
        );
      }),
    );
  });
});

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
  const running = { start: FIRST_DAY, stop: null, state: 'running', limitDays: 28 } as const;

  it.each([
    [28, 'within'],
    [29, 'breached'],
  ])('after %d days is %s', (days, standing) => {
    expect(standingOn(running, addDays(FIRST_DAY, days))).toBe(standing);
    expect(
      standingOn({ ...running, stop: addDays(FIRST_DAY, days), state: 'stopped' }, addDays(FIRST_DAY, 400)),
    ).toBe(standing);
  });

  it('has no answer without a limit, and none for a wait that does not count', () => {
    expect(standingOn({ ...running, limitDays: null }, addDays(FIRST_DAY, 4000))).toBe('no-limit');
    expect(standingOn({ ...running, state: 'nullified' }, addDays(FIRST_DAY, 400))).toBe('not-counted');
    expect(standingOn({ ...running, state: 'ended' }, addDays(FIRST_DAY, 400))).toBe('not-counted');
  });
});

describe('the title of the local clock', () => {
  it('says that it is not a national figure', () => {
    expect(regimes.localRtt18Weeks.title).toBe('Local 18 weeks, RTT-style: not reported nationally');
  });
});
