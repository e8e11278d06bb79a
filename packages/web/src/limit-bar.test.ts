import { limitBar } from './limit-bar.ts';

test.each([
  [0, 28, 0, 120, false],
  [28, 28, 120, 120, false],
  [29, 28, 124.3, 120, true],
  [35, 28, 150, 120, true],
  [1409, 91, 150, 9.7, true],
])('day %i of %i fills %f, with the mark at %f', (days, limit, filled, mark, over) => {
  expect(limitBar(days, limit)).toMatchObject({ filled, mark, over });
});

test.each([
  [76, 91, 'calm'],
  [77, 91, 'soon'],
  [91, 91, 'soon'],
  [92, 91, 'over'],
  [0, 7, 'soon'],
  [13, 28, 'calm'],
])('day %i of %i is %s: coloured only within 14 days of the limit or over it', (days, limit, tone) => {
  expect(limitBar(days, limit).tone).toBe(tone);
});
