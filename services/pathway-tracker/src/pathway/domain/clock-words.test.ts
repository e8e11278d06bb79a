import { addDays, calendarDate, type CalendarDate } from '@waymark/care-types';
import type { ClockState } from '@waymark/wait-clocks';
import fc from 'fast-check';
import { pathway, today } from '../../testing/pathway.ts';
import { standingWords } from './clock-words.ts';
import { worstOffFirst } from './worst-off.ts';

const [any] = pathway({ receivedOn: '2026-10-30' }).clocks;

function clock(change: Partial<ClockState>): ClockState {
  if (!any) throw new Error('The example has no clock');
  return { ...any, limitDays: 28, stop: null, state: 'running', ...change };
}
const since = (days: number, limit: number | null = 28): Partial<ClockState> => ({
  start: addDays(today, -days),
  days,
  limitDays: limit,
  due: limit === null ? null : addDays(today, limit - days),
});
const stoppedAt = (days: number, limit: number | null = 28): Partial<ClockState> => ({
  ...{ ...since(days + 10, limit), days, stop: addDays(today, -10), state: 'stopped' },
});

test.each<[ClockState, string]>([
  [clock(since(0)), 'Due in 28 days'],
  [clock(since(27)), 'Due tomorrow'],
  [clock(since(28)), 'Due today'],
  [clock(since(29)), 'Overdue by 1 day'],
  [clock(since(1_475)), 'Overdue by 1,447 days'],
  [clock(since(40, null)), 'Running for 40 days'],
  [clock(stoppedAt(60)), 'Stopped at 60 days (32 days over)'],
  [clock(stoppedAt(28)), 'Stopped at 28 days (in time)'],
  [clock(stoppedAt(1)), 'Stopped at 1 day (in time)'],
  [clock(stoppedAt(60, null)), 'Stopped at 60 days'],
  [clock({ ...stoppedAt(60), state: 'ended' }), 'Ended at 60 days'],
  [clock({ ...stoppedAt(60), state: 'nullified' }), 'Deleted'],
])('%#: a clock stands so: %s', (of, words) => {
  expect(standingWords(of, today)).toBe(words);
});

test('a limit in hours is told in hours', () => {
  const time = {
    startedAt: '2026-11-20T10:00:00Z' as never,
    stoppedAt: '2026-11-20T16:30:00Z' as never,
    minutes: 390,
    limitMinutes: 240,
    dueAt: '2026-11-20T14:00:00Z' as never,
  };
  const day = calendarDate('2026-11-20');
  const stopped = clock({ time, start: day, stop: day, days: 0, state: 'stopped' });
  expect(standingWords(stopped, today)).toBe('Stopped at 6 h 30 min (2 h 30 min over)');
});

test('the longest overdue comes first, then the nearest due, then what has no limit, then what has ended', () => {
  const run = fc
    .record({ days: fc.integer({ min: 0, max: 400 }), limit: fc.constantFrom(28, 91, 126, null) })
    .map(({ days, limit }) => clock(since(days, limit)));
  const stop = fc.integer({ min: 0, max: 90 }).map((days) => clock(stoppedAt(days)));
  fc.assert(
    fc.property(fc.array(fc.oneof(run, stop), { maxLength: 8 }), (clocks) => {
      const ordered = worstOffFirst(clocks, today);
      const due = (of: ClockState): CalendarDate | 'later' | 'last' =>
        of.state === 'running' ? (of.due ?? 'later') : 'last';
      const places = ordered.map((of) =>
        due(of) === 'last' ? '9999-2' : due(of) === 'later' ? '9999-1' : due(of),
      );
      expect(places).toEqual(places.toSorted());
    }),
  );
});
