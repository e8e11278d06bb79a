import { calendarDate, type CalendarDate } from '@waymark/care-types';
import { Fact } from '@waymark/wait-clocks';
import { decided, pathway } from '../../testing/pathway.ts';
import { applyDateChanges } from '../../lifecycle/apply-date-changes/decide.ts';
import { freshNotices, nextNotice, yearSixFrom } from './notices.ts';
import type { Pathway, PathwayFact } from './pathway.ts';

const on = calendarDate;
/** For anxiety, received on 30 October 2026: four weeks are due on 27 November, 18 weeks on 5 March 2027. */
const start = pathway({ primaryReason: '05', otherReasons: [], dateOfBirth: '2014-02-01' });
const keys = (from: Pathway, day: string) => freshNotices(from, on(day)).map(({ key }) => key);
const kept = (from: Pathway, day: CalendarDate) => decided(applyDateChanges(from, day));

test('a clock is forecast 14 days before it is due, and breached on the day after', () => {
  expect(keys(start, '2026-11-12')).toEqual([]);
  expect(keys(start, '2026-11-13')).toEqual(['forecast cyp-4-week 1 2026-11-27']);
  expect(keys(start, '2026-11-27')).toEqual(['forecast cyp-4-week 1 2026-11-27']);
  expect(keys(start, '2026-11-28')).toEqual(['breached cyp-4-week 1 2026-11-27']);
});

test.each([
  [[], 'likely', 'nothing-booked'],
  [['2026-11-27'], 'possible', 'booked-in-time'],
  [['2026-11-20', '2026-11-28'], 'certain', 'booked-after-due'],
])('with appointments on %s a breach is %s: %s', (days, sure, why) => {
  const booked = days.map(
    (day, place) =>
      Fact.parse({
        ...{ type: 'appointment-booked', factId: `b${place}`, referralId: start.referralId },
        ...{ on: '2026-11-02', for: day },
      }) as PathwayFact,
  );
  const [notice] = freshNotices({ ...start, facts: [...start.facts, ...booked] }, on('2026-11-20'));
  expect(notice).toMatchObject({ kind: 'forecast', forecast: { regime: 'cyp-4-week', sure, why } });
});

test('each is published once, in the write that notes it, however often a day is looked at', () => {
  const first = kept(start, on('2026-11-20'));
  expect(first.events).toEqual(['pathway.breach-forecast.v1']);
  expect(first.state.recheckOn).toBe('2026-11-28');
  expect(kept(first.state, on('2026-11-20')).events).toEqual([]);
  const second = kept(first.state, on('2026-11-28'));
  expect(second.events).toEqual(['pathway.breached.v1']);
  expect(kept(second.state, on('2026-11-28')).events).toEqual([]);
});

test('days that were missed are caught up: what has passed is breached and no longer forecast', () => {
  const { state, events } = kept(start, on('2027-03-10'));
  expect(events).toEqual(['pathway.breached.v1']);
  expect(state.told).toEqual(['breached cyp-4-week 1 2026-11-27', 'breached local-18-weeks 1 2027-03-05']);
  expect(state.recheckOn).toBe('2027-05-01');
  const silent = kept(state, on('2027-05-01'));
  expect(silent.events).toEqual(['pathway.data-quality-found.v1']);
  expect(kept(silent.state, on('2027-05-02')).events).toEqual([]);
});

test('a clock that is corrected to another due date may breach again', () => {
  const breached = kept(start, on('2026-11-28')).state;
  const facts = breached.facts.map((fact) => ({ ...fact, on: on('2026-10-20') }));
  expect(
    keys(
      { ...breached, facts, clocks: kept({ ...breached, facts }, on('2026-11-28')).state.clocks },
      '2026-11-28',
    ),
  ).toEqual(['breached cyp-4-week 1 2026-11-17']);
});

test.each([
  ['2016-08-31', '2026-09-01'],
  ['2016-09-01', '2027-09-01'],
  ['2016-02-29', '2026-09-01'],
])('born on %s a child enters year 6 on %s', (born, day) => {
  expect(yearSixFrom(on(born))).toBe(day);
});

test('ages are published as they are reached while waiting, never those from before', () => {
  const older = pathway({ primaryReason: '05', otherReasons: [], dateOfBirth: '2009-06-01' });
  const reached = (day: string) => keys(older, day).filter((key) => /aged|year/.test(key));
  expect(reached('2026-11-30')).toEqual([]);
  expect(reached('2026-12-01')).toEqual(['aged-17-and-a-half 2026-12-01']);
  expect(reached('2027-06-01')).toEqual(['aged-17-and-a-half 2026-12-01', 'aged-18 2027-06-01']);
  expect(nextNotice(older, on('2026-11-12'))).toBe('2026-11-13');
});

test('active monitoring is to be reviewed after twelve weeks, until a decision follows', () => {
  const fact = (type: string, day: string) =>
    Fact.parse({
      type,
      factId: type,
      referralId: start.referralId,
      on: day,
      ...(type === 'active-monitoring' && { by: 'patient' }),
    }) as PathwayFact;
  const monitored = { ...start, facts: [...start.facts, fact('active-monitoring', '2026-11-02')] };
  expect(keys(monitored, '2027-01-24')).not.toContain('monitoring-review-due 2027-01-25');
  expect(keys(monitored, '2027-01-25')).toContain('monitoring-review-due 2027-01-25');
  const decidedOn = { ...monitored, facts: [...monitored.facts, fact('decision-to-treat', '2027-01-10')] };
  expect(keys(decidedOn, '2027-01-25')).not.toContain('monitoring-review-due 2027-01-25');
});

test('a care plan is to be reviewed a year after its last change', () => {
  const plan = (factId: string, day: string) =>
    Fact.parse({ type: 'care-plan-agreed', factId, referralId: start.referralId, on: day }) as PathwayFact;
  const planned = { ...start, facts: [...start.facts, plan('p1', '2026-11-02'), plan('p2', '2027-02-28')] };
  expect(keys(planned, '2028-02-27')).not.toContain('plan-review-due 2028-02-28');
  expect(keys(planned, '2028-02-28')).toContain('plan-review-due 2028-02-28');
  expect(keys(planned, '2027-11-02').some((key) => key.startsWith('plan-review-due'))).toBe(false);
});

test('a closed pathway has no notices', () => {
  const closed = pathway({ status: 'withdrawn', withdrawnOn: '2026-11-19' });
  expect(freshNotices(closed, on('2027-11-19'))).toEqual([]);
  expect(nextNotice(closed, on('2026-11-20'))).toBe(null);
});
