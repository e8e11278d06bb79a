import { awaitBatch, close, isGivenUp, isLate, notHereYet, type Batch } from './batch.ts';

const at = '2026-03-30T08:00:00Z';
const after = (duration: Temporal.DurationLike) => Temporal.Instant.from(at).add(duration);
const batch: Batch = { importId: 'imp', of: 3, awaited: ['a', 'b', 'c'], at, open: true };

test('news of a batch a second time changes nothing, also when it was closed', () => {
  const data = { importId: 'imp', referralIds: ['a', 'b', 'c'] };
  expect(awaitBatch(undefined, data, at)).toMatchObject({ state: batch });
  const closed = { ...batch, awaited: [], open: false };
  expect(awaitBatch(closed, data, '2026-04-01T08:00:00Z')).toMatchObject({ state: closed });
  expect(close(closed)).toMatchObject({ kind: 'refused' });
});

test.each<[number, Temporal.DurationLike, boolean]>([
  [1, { minutes: 29 }, false],
  [1, { minutes: 31 }, true],
  [3, { minutes: 31 }, false],
  [3, { hours: 25 }, true],
])('with %i of 3 missing after %j it is late: %s', (missing, duration, late) => {
  expect(isLate(batch, missing, after(duration))).toBe(late);
});

test('after seven days nobody waits', () => {
  expect(isGivenUp(batch, after({ hours: 167 }))).toBe(false);
  expect(isGivenUp(batch, after({ hours: 169 }))).toBe(true);
});

test('what is asked for and not here is said to be on its way only while something is', () => {
  expect(notHereYet(undefined)).toBeUndefined();
  expect(() => notHereYet({ arrived: 2_196, of: 2_400, stuck: 0 })).toThrow(/./);
});
