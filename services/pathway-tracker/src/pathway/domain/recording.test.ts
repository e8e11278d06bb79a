import { calendarDate } from '@waymark/care-types';
import { Fact } from '@waymark/wait-clocks';
import type { PathwayFact } from './pathway.ts';
import { decided, pathway, refusalOf, today } from '../../testing/pathway.ts';
import { withdraw } from '../withdraw-fact/decide.ts';
import { record } from './recording.ts';

const by = { id: 'clinician-7f3a', roles: ['clinician'] };
/** Not for autism, so that a first contact alone stops no clock. */
const start = pathway({ primaryReason: '05', otherReasons: [] });
let ids = 0;

function fact(type: string, on: string, more: object = {}): PathwayFact {
  return Fact.parse({
    type,
    factId: `rec.${(ids += 1)}`,
    referralId: start.referralId,
    on,
    ...more,
  }) as PathwayFact;
}
const seen = (on: string) => fact('contact', on, { attendance: '5', mechanism: '01' });
const recorded = (facts: readonly PathwayFact[], from = start) =>
  facts.reduce((so, each) => decided(record(so, each, by, today)).state, from);
const fourWeeks = ({ clocks }: typeof start) => clocks.find(({ regime }) => regime === 'cyp-4-week');

test('contact, outcome measure and care plan stop the four weeks, in whatever order they are recorded', () => {
  const facts = [
    seen('2026-11-03'),
    fact('outcome-measure', '2026-11-06', { tool: 'RCADS' }),
    fact('care-plan-agreed', '2026-11-20'),
  ];
  for (const order of [facts, facts.toReversed()]) {
    expect(fourWeeks(recorded(order))).toMatchObject({
      state: 'stopped',
      stop: '2026-11-20',
      days: 21,
      standing: 'within',
    });
  }
});

test('the last of them publishes a change of the clock, the first does not', () => {
  const contact = decided(record(start, seen('2026-11-03'), by, today));
  expect(contact.events).toEqual(['pathway.fact-recorded.v1']);
  const measured = recorded([fact('outcome-measure', '2026-11-06', { tool: 'SDQ' })], contact.state);
  const planned = decided(record(measured, fact('care-plan-agreed', '2026-11-20'), by, today));
  expect(planned.events).toEqual(['pathway.fact-recorded.v1', 'pathway.clock-changed.v1']);
});

test('a discharge closes the pathway', () => {
  const { state, events } = decided(record(start, fact('discharged', '2026-11-20'), by, today));
  expect(state).toMatchObject({ stage: 'closed', closedOn: '2026-11-20', list: 'closed' });
  expect(events).toContain('pathway.closed.v1');
});

test('with every clock stopped the child leaves the waiting list and stays open', () => {
  const { list, stage } = recorded([
    ...[seen('2026-11-03'), fact('outcome-measure', '2026-11-03', { tool: 'SDQ' })],
    ...[fact('care-plan-agreed', '2026-11-03'), fact('treatment-started', '2026-11-10')],
  ]);
  expect([list, stage]).toEqual(['stopped', 'seen']);
});

test.each([
  ['in-the-future', seen('2026-11-22')],
  ['before-the-referral', seen('2026-10-29')],
  ['mechanism-not-in-use', fact('contact', '2026-11-03', { attendance: '5', mechanism: '03' })],
])('%s is refused', (code, wrong) => {
  expect(refusalOf(record(start, wrong, by, today))).toBe(code);
});

test('after the end nothing happens, before it late news may still come', () => {
  const closed = recorded([fact('discharged', '2026-11-10')]);
  expect(refusalOf(record(closed, seen('2026-11-11'), by, today))).toBe('after-the-end');
  expect(refusalOf(record(closed, fact('discharged', '2026-11-12'), by, today))).toBe('already-ended');
  expect(decided(record(closed, seen('2026-11-05'), by, today)).state.facts).toHaveLength(3);
});

test('nobody is discharged before they were seen, and nothing is recorded twice', () => {
  const once = recorded([seen('2026-11-10')]);
  expect(refusalOf(record(once, fact('discharged', '2026-11-09'), by, today))).toBe(
    'ends-before-what-happened',
  );
  expect(refusalOf(record(once, seen('2026-11-10'), by, today))).toBe('already-recorded');
});

test('a clock of today does not know how old it is tomorrow, so reading works it out', () => {
  expect(fourWeeks(start)?.days).toBe(22);
  const tomorrow = decided(record(start, seen('2026-11-03'), by, calendarDate('2026-11-22'))).state;
  expect(fourWeeks(tomorrow)?.days).toBe(23);
});

test('what is withdrawn counts no more and stays to be seen', () => {
  const wrong = fact('discharged', '2026-11-20');
  const closed = recorded([wrong]);
  const { state, events } = decided(
    withdraw(closed, { factId: wrong.factId, reason: 'did-not-happen' }, by, today),
  );
  expect(state.clocks).toEqual(start.clocks);
  expect(state).toMatchObject({ stage: 'waiting', closedOn: null, list: 'waiting' });
  expect(state.withdrawn).toEqual([
    { fact: wrong, by: 'clinician-7f3a', role: 'clinician', on: today, reason: 'did-not-happen' },
  ]);
  expect(events).toEqual(['pathway.fact-recorded.v1', 'pathway.clock-changed.v1', 'pathway.reopened.v1']);
});

test('what the referral says is not withdrawn here, nor what is not there', () => {
  const fromReferral = `${start.referralId}.received`;
  expect(refusalOf(withdraw(start, { factId: fromReferral, reason: 'wrong-date' }, by, today))).toBe(
    'told-by-the-referral',
  );
  expect(refusalOf(withdraw(start, { factId: 'rec.0', reason: 'wrong-date' }, by, today))).toBe(
    'not-recorded',
  );
});
