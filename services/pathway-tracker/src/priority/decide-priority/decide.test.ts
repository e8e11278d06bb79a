import { addDays, calendarDate } from '@waymark/care-types';
import { priorityReasons } from '@waymark/events';
import fc from 'fast-check';
import { decided, pathway, refusalOf, today } from '../../testing/pathway.ts';
import { applyDateChanges } from '../../lifecycle/apply-date-changes/decide.ts';
import { decidePriority } from './decide.ts';

const by = { id: 'clinician-7f3a', roles: ['clinician'] };
const flagged = () => pathway({ circumstances: [{ id: 'looked-after', source: 'referrer' }] });

test.each(priorityReasons.map(({ code, outcome }) => [code, outcome] as const))(
  'the reason %s means: %s',
  (reasonCode, outcome) => {
    const { state, events } = decided(decidePriority(flagged(), { reasonCode, expiresOn: null }, by, today));
    expect(events).toEqual(['pathway.priority-decided.v1']);
    expect(state.priority).toMatchObject({
      standing: outcome,
      reviewDue: null,
      decision: { by: 'clinician-7f3a', on: today, outcome, reasonCode, expiresOn: null },
    });
    expect(state.turn).toBe(outcome === 'accelerated' ? 1 : 2);
  },
);

test('no decision moves any clock, whatever the referral, the reason and the day', () => {
  const referred = fc.record({
    receivedOn: fc.integer({ min: -1500, max: 0 }).map((days) => addDays(today, days)),
    dateOfBirth: fc.constantFrom('2003-02-01', '2009-01-11', '2016-05-04', '2020-02-29'),
    priority: fc.constantFrom('1', '2', '3', '4'),
    circumstances: fc.constantFrom([], [{ id: 'looked-after', source: 'family' }]),
  });
  const reason = fc.constantFrom(...priorityReasons.map(({ code }) => code));
  const until = fc.option(fc.integer({ min: 1, max: 400 }).map((days) => addDays(today, days)));
  fc.assert(
    fc.property(referred, reason, until, (change, reasonCode, expiresOn) => {
      const before = pathway(change);
      const { state } = decided(decidePriority(before, { reasonCode, expiresOn }, by, today));
      expect(state.clocks).toEqual(before.clocks);
      expect([state.firstDue, state.runsSince]).toEqual([before.firstDue, before.runsSince]);
    }),
  );
});

test('a decision until a day is looked at on the day after', () => {
  const expiresOn = calendarDate('2027-03-01');
  const { state } = decided(decidePriority(flagged(), { reasonCode: 'getting-worse', expiresOn }, by, today));
  expect(decided(applyDateChanges(state, expiresOn)).state.recheckOn).toBe('2027-03-02');
});

test('refusals', () => {
  const closed = { ...flagged(), stage: 'closed' as const };
  const reason = { reasonCode: 'safety' as const };
  expect(refusalOf(decidePriority(closed, { ...reason, expiresOn: null }, by, today))).toBe('already-closed');
  expect(refusalOf(decidePriority(flagged(), { ...reason, expiresOn: today }, by, today))).toBe(
    'ends-in-the-past',
  );
});

test('a risk of the same day stays first, also for an accelerated child', () => {
  const risk = pathway({ circumstances: [{ id: 'serious-risk', source: 'referrer' }] });
  const { state } = decided(decidePriority(risk, { reasonCode: 'safety', expiresOn: null }, by, today));
  expect(state).toMatchObject({ riskOpen: true, turn: 0 });
});
