import { calendarDate } from '@waymark/care-types';
import { decided, pathway, today } from '../../testing/pathway.ts';
import { decidePriority } from '../../priority/decide-priority/decide.ts';
import { applyDateChanges } from './decide.ts';

const by = { id: 'clinician-7f3a', roles: ['clinician'] };

test('a four-week clock ends on the sixth day after its referral did, and not before', () => {
  const closed = pathway({ status: 'withdrawn', withdrawnOn: '2026-11-19' });
  const state = (on: string) => {
    const { state, events } = decided(applyDateChanges(closed, calendarDate(on)));
    return [state.clocks.find(({ regime }) => regime === 'cyp-4-week')?.state, state.recheckOn, ...events];
  };
  expect(state('2026-11-24')).toEqual(['running', '2026-11-25']);
  expect(state('2026-11-25')).toEqual(['ended', null, 'pathway.clock-changed.v1']);
});

test('when a decision is over its review opens again, for a person to decide', () => {
  const flagged = pathway({ circumstances: [{ id: 'looked-after', source: 'referrer' }] });
  const expiresOn = calendarDate('2027-03-01');
  const { state: accelerated } = decided(
    decidePriority(flagged, { reasonCode: 'getting-worse', expiresOn }, by, today),
  );
  expect(decided(applyDateChanges(accelerated, expiresOn)).state.priority.standing).toBe('accelerated');
  const over = decided(applyDateChanges(accelerated, calendarDate('2027-03-02')));
  expect(over.events).toEqual([
    'pathway.priority-flagged.v1',
    'pathway.breach-forecast.v1',
    'pathway.breached.v1',
  ]);
  expect(over.state).toMatchObject({
    priority: { standing: 'review-open', reviewDue: '2027-03-09' },
    turn: 2,
    recheckOn: '2027-03-06',
  });
  expect(decided(applyDateChanges(over.state, calendarDate('2027-03-03'))).events).toEqual([]);
});
