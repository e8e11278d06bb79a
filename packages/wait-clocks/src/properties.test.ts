import {
  addDays,
  calendarDate,
  dateOfDay,
  daysBetween,
  dayNumber,
  type CalendarDate,
} from '@waymark/care-types';
import fc from 'fast-check';
import {
  clocksOf,
  clockStateOf,
  ClockState,
  daysOn,
  findingsIn,
  regimes,
  limitStatusOn,
  statusesOf,
  stillNeededOf,
  type Clock,
  type Fact,
} from './index.ts';
import { anyDay, anyFacts, anyHappening, factOf, firstDay, isAppointment } from './testing/any-facts.ts';

/** Fewer where each of many mutants is asked. */
const numRuns = (globalThis as { propertyRuns?: number }).propertyRuns ?? 10_000;
const rtt = [regimes['local-18-weeks'], regimes['rtt-18-weeks']];
const others = Object.values(regimes).filter((regime) => !rtt.includes(regime));

const holds = <Values extends [unknown, ...unknown[]]>(
  ...args: [
    ...arbitraries: { [Place in keyof Values]: fc.Arbitrary<Values[Place]> },
    predicate: (...values: Values) => void,
  ]
) => fc.assert(fc.property(...(args as unknown as Parameters<typeof fc.property<Values>>)), { numRuns });

/** What is known at the end of a day: a plan that was written by then, though it was changed later. */
const knownOn = (facts: readonly Fact[], asOf: CalendarDate) =>
  facts.filter(
    (fact) =>
      fact.on <= asOf ||
      (fact.type === 'care-plan-agreed' && fact.createdOn !== undefined && fact.createdOn <= asOf),
  );

const bare = (clocks: readonly Clock[]) =>
  clocks.map(({ regime, referralId, period, start, stop, state, days, limitStatus, time }) =>
    [regime, referralId, period, start, stop, state, days, limitStatus, time?.minutes].join(' '),
  );

describe('clocks', () => {
  it('do not depend on the order of recording, nor on a fact being given twice', () => {
    const muddled = anyFacts.chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
      ),
    );
    holds(muddled, anyDay, ([facts, shuffled], asOf) => {
      expect(clocksOf(shuffled, { asOf })).toEqual(clocksOf(facts, { asOf }));
      expect(statusesOf(shuffled, { asOf })).toEqual(statusesOf(facts, { asOf }));
    });
  });

  it('know nothing of a fact that was withdrawn, wherever in the list it and its withdrawal stand', () => {
    holds(anyFacts, anyHappening, anyDay, fc.nat(), fc.nat(), (facts, fact, asOf, one, other) => {
      const wrong = factOf(fact, 'wrong');
      const withdrawn = factOf(
        { type: 'withdrawn-in-error', referralId: wrong.referralId, on: wrong.on, withdraws: 'wrong' },
        'withdrawal',
      );
      const given = facts
        .toSpliced(one % (facts.length + 1), 0, wrong)
        .toSpliced(other % (facts.length + 2), 0, withdrawn);
      expect(clocksOf(given, { asOf })).toEqual(clocksOf(facts, { asOf }));
      expect(statusesOf(given, { asOf })).toEqual(statusesOf(facts, { asOf }));
      expect(findingsIn(given, { asOf })).toEqual(findingsIn(facts, { asOf }));
    });
  });

  it('of a fact that was corrected are those of the correction alone', () => {
    holds(anyFacts, anyHappening, anyHappening, anyDay, (facts, was, is, asOf) => {
      const wrong = factOf(was, 'wrong');
      const right = factOf({ ...is, corrects: 'wrong' }, 'right');
      const { corrects: _, ...alone } = right;
      expect(clocksOf([...facts, wrong, right], { asOf })).toEqual(
        clocksOf([...facts, alone as Fact], { asOf }),
      );
    });
  });

  it('know nothing of days to come', () => {
    holds(anyFacts, anyDay, (facts, asOf) => {
      const known = knownOn(facts, asOf);
      expect(clocksOf(facts, { asOf })).toEqual(clocksOf(known, { asOf }));
    });
  });

  it('are days of the calendar between start and stop, or the day asked about', () => {
    holds(anyFacts, anyDay, (facts, asOf) => {
      for (const clock of clocksOf(facts, { asOf })) {
        const kept = clockStateOf(clock);
        expect(ClockState.parse(kept)).toEqual(kept);
        expect(stillNeededOf(kept)).toEqual(clock.stillNeeded);
        expect(kept.stillNeeded).toEqual(clock.stillNeeded.map(({ says }) => says));
        if (clock.state === 'nullified') {
          expect(clock).toMatchObject({ days: null, limitStatus: 'not-counted' });
          expect(clock.band).toBeUndefined();
        } else {
          expect(clock.days).toBe(daysBetween(clock.start, clock.stop ?? asOf));
          expect(clock.days).toBe(daysOn(clock, asOf));
        }
        expect(clock.limitStatus).toBe(limitStatusOn(clock, asOf));
        expect(clock.stop === null).toBe(clock.state === 'running');
        expect(clock.stillNeeded.length > 0).toBe(clock.state === 'running');
        if (clock.limitDays !== null) expect(clock.due).toBe(addDays(clock.start, clock.limitDays));
      }
    });
  });

  it('rest on facts that were given, and each of them says on which', () => {
    holds(anyFacts, anyDay, (facts, asOf) => {
      const ids = new Set(knownOn(facts, asOf).map(({ factId }) => factId));
      for (const { evidence, start, stop } of clocksOf(facts, { asOf })) {
        expect(evidence.some(({ on }) => on === start)).toBe(true);
        expect(stop === null || evidence.some(({ on }) => on === stop)).toBe(true);
        for (const found of evidence) {
          expect(found.facts.length).toBeGreaterThan(0);
          expect(found.facts.every((id) => ids.has(id))).toBe(true);
        }
      }
    });
  });

  it('of one need under one regime never overlap, and only the last may run', () => {
    holds(anyFacts, anyDay, (facts, asOf) => {
      const clocks = clocksOf(facts, { asOf });
      for (const clock of clocks) {
        const next = clocks.find(
          ({ regime, referralId, period }) =>
            regime === clock.regime && referralId === clock.referralId && period === clock.period + 1,
        );
        if (next === undefined) continue;
        expect(clock.stop).not.toBeNull();
        expect(daysBetween(clock.stop ?? next.start, next.start)).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('are the same whether or not the child was brought, or anybody cancelled, but under referral to treatment', () => {
    holds(anyFacts, anyDay, (facts, asOf) => {
      const without = facts.filter((fact) => !isAppointment(fact, ['0', '2', '3', '4', '7']));
      expect(bare(clocksOf(facts, { asOf, regimes: others }))).toEqual(
        bare(clocksOf(without, { asOf, regimes: others })),
      );
    });
  });

  it('of referral to treatment are the same whether or not anybody cancelled', () => {
    holds(anyFacts, anyDay, (facts, asOf) => {
      const kept = facts.filter((fact) => !isAppointment(fact, ['2', '4']));
      expect(bare(clocksOf(facts, { asOf, regimes: rtt }))).toEqual(
        bare(clocksOf(kept, { asOf, regimes: rtt })),
      );
    });
  });

  it('that run are one day older tomorrow', () => {
    const facts = anyFacts.map((given) => given.filter(({ type }) => type !== 'planned'));
    holds(facts, fc.integer({ min: 230, max: 500 }), (given, days) => {
      const today = addDays(firstDay, days);
      const running = (asOf: CalendarDate) =>
        new Map(
          clocksOf(given, { asOf })
            .filter(({ state }) => state === 'running')
            .map((clock) => [`${clock.regime} ${clock.referralId} ${clock.period}`, clock]),
        );
      const [now, then] = [running(today), running(addDays(today, 1))];
      for (const [id, { days: older }] of then) expect(older).toBe((now.get(id)?.days ?? Number.NaN) + 1);
    });
  });

  it('and findings answer for whatever is given, on any day of any year', () => {
    const first = dayNumber(calendarDate('0001-01-01'));
    const last = dayNumber(calendarDate('9999-12-31'));
    const anyDate = fc.oneof(
      fc.integer({ min: first, max: last }).map(dateOfDay),
      fc.constantFrom(dateOfDay(first), dateOfDay(last)),
    );
    const strange = fc
      .tuple(anyFacts, fc.array(fc.tuple(anyDate, fc.nat(), fc.nat()), { maxLength: 6 }))
      .map(([facts, changes]) =>
        changes.reduce((given, [on, place, named]) => {
          const at = place % given.length;
          const fact = given[at];
          const other = given[named % given.length]?.factId;
          if (fact === undefined || other === undefined) return given;
          const changed: Fact =
            place % 3 === 0
              ? { type: 'withdrawn-in-error', factId: fact.factId, referralId: 'A', on, withdraws: other }
              : { ...fact, on, ...(place % 3 === 1 && { corrects: other }) };
          return given.toSpliced(at, 1, changed);
        }, facts),
      );
    holds(strange, anyDate, (facts, asOf) => {
      for (const clock of clocksOf(facts, { asOf }).map(clockStateOf))
        expect(ClockState.parse(clock)).toEqual(clock);
      expect(findingsIn(facts, { asOf }).every(({ facts: ids }) => ids.length > 0)).toBe(true);
      expect(clocksOf(facts.toReversed(), { asOf })).toEqual(clocksOf(facts, { asOf }));
      statusesOf(facts, { asOf });
    });
  });
});
