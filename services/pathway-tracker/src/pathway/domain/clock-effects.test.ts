import { calendarDate } from '@waymark/care-types';
import { clocksOf, Fact } from '@waymark/wait-clocks';
import { clockEffects, effectWords, lateBy } from './clock-effects.ts';
import { keptClockOf } from './clocks.ts';

const today = calendarDate('2025-04-30');
let ids = 0;
const fact = (type: string, on: string, more: object = {}) =>
  Fact.parse({ type, factId: `f${String((ids += 1)).padStart(3, '0')}`, referralId: 'A', on, ...more });
const received = fact('referral-received', '2025-03-03', {
  ...{ provider: 'RX3', dateOfBirth: '2013-01-05', primaryReason: '05' },
});
const seen = fact('contact', '2025-03-10', { attendance: '5', mechanism: '01' });
const measured = fact('outcome-measure', '2025-03-17', { tool: 'SDQ' });
const planned = (on: string) => fact('care-plan-agreed', on);
const clockStates = (facts: readonly Fact[]) => clocksOf(facts, { asOf: today }).map(keptClockOf);
const says = (before: readonly Fact[], after: readonly Fact[]) =>
  Object.fromEntries(
    clockEffects(clockStates(before), clockStates(after)).map((effect) => [
      effect.regime,
      effectWords(effect, today, (day) => day),
    ]),
  );

test.each([
  [
    'the last thing that was needed stops the clock',
    [received, seen, measured],
    [received, seen, measured, planned('2025-03-26')],
    { 'cyp-4-week': 'Stops on 2025-03-26 at 23 days, within the limit.' },
  ],
  [
    'a stop past the limit says by how much',
    [received, seen, measured],
    [received, seen, measured, planned('2025-04-01')],
    { 'cyp-4-week': 'Stops on 2025-04-01 at 29 days, 1 day past the limit.' },
  ],
  [
    'one thing of several brings it nearer',
    [received],
    [received, seen],
    {
      'cyp-4-week':
        'Runs on. Still needed: a first outcome measure, by any recognised tool except Current View; an agreed care plan, or a coded intervention, or an autism or ADHD assessment.',
      'local-18-weeks': 'Does not change.',
    },
  ],
  [
    'a missed first appointment deletes the local wait, and nothing else',
    [received],
    [received, fact('contact', '2025-03-10', { attendance: '3', mechanism: '01' })],
    {
      'local-18-weeks':
        'Is deleted: the child was not brought to the first appointment, on 2025-03-10. It counts nowhere.',
      'cyp-4-week': 'Does not change.',
    },
  ],
  [
    'a stop that was wrong lets it run again',
    [received, fact('treatment-started', '2025-04-07')],
    [received],
    { 'local-18-weeks': 'Runs again, as if it had never stopped: 58 days now, within the limit.' },
  ],
  [
    'an earlier plan that is recorded late moves the stop',
    [received, seen, measured, planned('2025-04-14')],
    [received, seen, measured, planned('2025-04-14'), planned('2025-03-20')],
    { 'cyp-4-week': 'Stopped on 2025-03-20 rather than on 2025-04-14: 17 days, within the limit.' },
  ],
  [
    'another day of receiving moves the start',
    [received],
    [{ ...received, on: calendarDate('2025-03-01') }],
    { 'local-18-weeks': 'Starts on 2025-03-01 rather than on 2025-03-03: 60 days, within the limit.' },
  ],
  [
    'advice that the council asks for starts a clock',
    [received],
    [received, fact('ehc-advice-requested', '2025-04-01')],
    { 'ehc-advice-6-weeks': 'Starts on 2025-04-01, due 2025-05-13.' },
  ],
  [
    'an adult has no clock of children',
    [received],
    [{ ...received, dateOfBirth: calendarDate('2000-01-01') }],
    { 'cyp-4-week': 'Does not apply any more.' },
  ],
  [
    'a closure ends it before its aim',
    [received],
    [received, fact('referral-closed', '2025-04-01')],
    {
      'cyp-4-week':
        'Ends on 2025-04-01 before its aim is reached: it counts neither as completed nor as waiting.',
    },
  ],
])('%s', (_, before, after, expected) => {
  expect(says(before, after as Fact[])).toMatchObject(expected);
});

test('what changes stands first', () => {
  const [first] = clockEffects(
    clockStates([received]),
    clockStates([received, fact('treatment-started', '2025-04-07')]),
  );
  expect(first).toMatchObject({ regime: 'local-18-weeks', effect: 'stops' });
});

test.each([
  ['2025-04-30', undefined],
  ['2025-04-29', undefined],
  ['2025-04-28', 2],
])('what happened on %s is %s days late', (on, days) => {
  expect(lateBy(calendarDate(on), today)).toBe(days);
});
