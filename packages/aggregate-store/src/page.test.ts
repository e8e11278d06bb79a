import { decide } from '@waymark/decisions';
import { fakeClock } from '@waymark/testkit/clock';
import fc from 'fast-check';
import { z } from 'zod';
import { aggregateStore } from './aggregate-store.ts';
import { afterPlace, checkedFilter, totalSort, type Filter } from './page.ts';
import { ownDatabase } from './testing/database.ts';
import { command } from './testing/tally.ts';

const database = ownDatabase();
const Listed = z.object({ due: z.string().nullable(), rank: z.int().optional(), kind: z.string() });
let collections = 0;

test('walking the pages loses nothing and doubles nothing, also over equal and missing values', async () => {
  const value = fc.record(
    {
      due: fc.constantFrom('2025-01-01', '2025-02-01', '2025-03-01', null),
      rank: fc.integer({ min: 0, max: 2 }),
      kind: fc.constantFrom('a', 'b'),
    },
    { requiredKeys: ['due', 'kind'] },
  );
  const direction = fc.constantFrom<1 | -1>(1, -1);
  await fc.assert(
    fc.asyncProperty(
      fc.array(value, { maxLength: 25 }),
      fc.integer({ min: 1, max: 6 }),
      direction,
      direction,
      async (values, limit, first, second) => {
        const store = aggregateStore(
          database(),
          {
            collection: `pages${(collections += 1)}`,
            schema: Listed,
            source: 'lister',
            indexes: [{ keys: { 'state.due': 1, _id: 1 } }],
          },
          { clock: fakeClock() },
        );
        await store.migrate();
        await Promise.all(
          values.map((one, place) => store.create(`item-${place}`, command('k'), () => decide(one))),
        );
        const filter: Filter = { 'state.kind': 'a' };
        const sort = { 'state.due': first, 'state.rank': second };
        const seen: string[] = [];
        let after: unknown[] | undefined;
        do {
          const page = await store.page({ filter, sort, limit, ...(after && { after }) });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map(({ id }) => id));
          after = page.next;
        } while (after !== undefined);
        const whole = await store.page({ filter, sort, limit: 1_000 });
        expect(seen).toEqual(whole.items.map(({ id }) => id));
        const expected = values.flatMap(({ kind }, place) => (kind === 'a' ? [`item-${place}`] : []));
        expect(seen.toSorted()).toEqual(expected.toSorted());
        expect(await store.count(filter)).toBe(expected.length);
        const each: string[] = [];
        for await (const { id } of store.each({})) each.push(id);
        expect(each).toHaveLength(values.length);
      },
    ),
    { numRuns: 25 },
  );
});

test.each([
  ['an operator that runs code', { 'state.kind': { $where: 'true' } }],
  ['a pattern', { 'state.kind': { $regex: '.*' } }],
  ['a path outside the state', { history: 'x' }],
  ['a top-level operator', { $where: 'true' }],
  ['an object in place of a value', { 'state.kind': { $in: [{ $gt: '' }] } }],
  ['a prototype key', { 'state.kind': { constructor: 'x' } }],
])('%s is not a filter', (_what, filter) => {
  expect(() => checkedFilter(filter as unknown as Filter)).toThrow(TypeError);
});

test('a place of another order is refused', () => {
  const sort = totalSort({ 'state.due': 1 });
  expect(() => afterPlace(sort, ['2025-01-01'])).toThrow(TypeError);
  expect(() => afterPlace(sort, [{ $gt: '' }, 'a'])).toThrow(TypeError);
  expect(() => totalSort({ 'history.by': 1 })).toThrow(TypeError);
});
