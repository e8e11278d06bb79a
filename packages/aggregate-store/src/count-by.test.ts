import { fakeClock } from '@waymark/testkit/clock';
import { z } from 'zod';
import { decide } from '@waymark/decisions';
import { aggregateStore } from './aggregate-store.ts';
import { ownDatabase } from './testing/database.ts';
import { command } from './testing/tally.ts';

const database = ownDatabase();
const Waiting = z.object({
  kind: z.string(),
  due: z.string().nullable(),
  since: z.object({ slow: z.string() }),
});

test('counts each combination of values, with what is missing as null', async () => {
  const store = aggregateStore(
    database(),
    { collection: 'counted', schema: Waiting, source: 'counter', indexes: [] },
    { clock: fakeClock() },
  );
  const waits = [
    { kind: 'a', due: '2025-01-01', since: { slow: 'x' } },
    { kind: 'a', due: '2025-01-01', since: { slow: 'y' } },
    { kind: 'a', due: null, since: { slow: 'y' } },
    { kind: 'b', due: null, since: { slow: 'y' } },
  ];
  await Promise.all(waits.map((wait, at) => store.create(`wait-${at}`, command('k'), () => decide(wait))));
  const counted = async (...query: Parameters<typeof store.countBy>) =>
    (await store.countBy(...query)).map(({ values, count }) => [...values, count]).toSorted();

  expect(await counted({}, ['state.kind', 'state.due'])).toEqual([
    ['a', null, 1],
    ['a', '2025-01-01', 2],
    ['b', null, 1],
  ]);
  expect(await counted({ 'state.kind': 'a' }, ['state.since.slow'])).toEqual([
    ['x', 1],
    ['y', 2],
  ]);
  expect(await counted({ 'state.kind': 'c' }, ['state.kind'])).toEqual([]);
  await expect(store.countBy({}, ['history.by'])).rejects.toThrow(TypeError);
});
