import { addDays, calendarDate } from '@waymark/care-types';
import fc from 'fast-check';
import { decisiveFirst, type Running } from './decisive.ts';

const today = calendarDate('2026-11-21');

/** A clock that has run for so many days, against a limit in days or none. */
function running(days: number, limit: number | null): Running {
  const due = limit === null ? null : addDays(today, limit - days);
  return { days, limit, due, over: limit !== null && days > limit };
}

test.each([
  [
    'the nearest due of those within',
    [
      [20, 126],
      [20, 28],
      [20, 91],
    ],
    [20, 28],
  ],
  [
    'one within before any that is over',
    [
      [1280, 28],
      [100, 126],
    ],
    [100, 126],
  ],
  [
    'else the longest overdue',
    [
      [1280, 126],
      [1280, 28],
      [1280, 91],
    ],
    [1280, 28],
  ],
  [
    'a limit before none',
    [
      [500, null],
      [500, 28],
    ],
    [500, 28],
  ],
  ['none, where there is no limit', [[500, null]], [500, null]],
] as [string, [number, number | null][], [number, number | null]][])(
  '%s decides',
  (_, clocks, [days, limit]) => {
    const [first] = decisiveFirst(clocks.map(([ran, of]) => running(ran, of)));
    expect(first).toMatchObject({ days, limit });
  },
);

test('no clock is lost, and no order of theirs changes which one decides', () => {
  const clock = fc
    .tuple(fc.nat(2_000), fc.option(fc.integer({ min: 1, max: 200 })))
    .map(([days, limit]) => running(days, limit));
  fc.assert(
    fc.property(fc.array(clock, { maxLength: 5 }), (clocks) => {
      const sorted = decisiveFirst(clocks);
      expect(new Set(sorted)).toEqual(new Set(clocks));
      const { due, over, limit } = decisiveFirst(clocks.toReversed())[0] ?? {};
      const first = sorted[0];
      expect([first?.over, first?.limit === null]).toEqual([over, limit === null]);
      if (first && !first.over) expect(first.due).toBe(due);
    }),
  );
});
