import { fakeClock } from '@waymark/testkit/clock';
import fc from 'fast-check';
import { aggregateStore, type AggregateStore } from './aggregate-store.ts';
import { createBoth } from './create-both.ts';
import { ownDatabase } from './testing/database.ts';
import { begin, command, raise, tallies, Tally } from './testing/tally.ts';

const database = ownDatabase();
let firsts: AggregateStore<Tally>;
let seconds: AggregateStore<Tally>;

beforeAll(async () => {
  firsts = aggregateStore(
    database(),
    {
      collection: 'firsts',
      schema: Tally,
      source: 'tally-keeper',
      indexes: [{ keys: { 'state.tallyId': 1 }, unique: true }],
    },
    { clock: fakeClock() },
  );
  seconds = tallies(database());
  await Promise.all([firsts.migrate(), seconds.migrate()]);
});

const firstOf = (id: string, amount = 1, tallyId = id) =>
  firsts.firstWrite(id, command(`first ${id}`), {
    kind: 'decided',
    state: { tallyId, total: amount, amounts: [amount] },
    events: [],
  });
const secondOf = (id: string, amount = 1) =>
  seconds.firstWrite(id, command(`second ${id}`), begin(id, amount));

test('two are created, each with its history, key and events', async () => {
  const { first, second } = await createBoth(firstOf('f1'), secondOf('s1', 3));
  expect(first).toMatchObject({ kind: 'done', version: 1, repeated: false });
  expect(second).toMatchObject({ kind: 'done', version: 1, events: ['tally.raised.v1'], repeated: false });
  expect(await seconds.history('s1')).toMatchObject([{ version: 1, events: ['tally.raised.v1'] }]);
  const unsent = await seconds.outbox.unsent({ before: fakeClock().now(), limit: 1_000 });
  expect(unsent.map(({ id }) => id)).toContain('s1');
  expect(await seconds.create('s1', command('second s1'), () => begin('s1', 3))).toMatchObject({
    kind: 'done',
    repeated: true,
  });
});

test('who listens hears of both', async () => {
  const heard: string[] = [];
  firsts.onWritten(({ id }) => heard.push(id));
  seconds.onWritten(({ id }) => heard.push(id));
  await createBoth(firstOf('f-heard'), secondOf('s-heard'));
  expect(heard).toEqual(['f-heard', 's-heard']);
});

test('where the first is there already, by the same command or another, the second is not written', async () => {
  await createBoth(firstOf('f2'), secondOf('s2'));
  const again = await createBoth(firstOf('f2'), secondOf('s2-again'));
  expect(again).toMatchObject({ first: { kind: 'done', repeated: true } });
  expect(again.second).toBeUndefined();
  const other = firsts.firstWrite('f2', command('other'), {
    kind: 'decided',
    state: { tallyId: 'f2', total: 1, amounts: [1] },
    events: [],
  });
  expect(await createBoth(other, secondOf('s2-again'))).toEqual({ first: { kind: 'exists', version: 1 } });
  const twin = await createBoth(firstOf('f2-twin', 1, 'f2'), secondOf('s2-again'));
  expect(twin).toMatchObject({ first: { kind: 'refused', code: 'already-taken' } });
  expect(twin.second).toBeUndefined();
  expect(await seconds.get('s2-again')).toBeUndefined();
});

test('where the second is there already, the first stands', async () => {
  await seconds.create('s3', command('elsewhere'), () => begin('s3', 9));
  const { first, second } = await createBoth(firstOf('f3'), secondOf('s3'));
  expect(first).toMatchObject({ kind: 'done' });
  expect(second).toEqual({ kind: 'exists', version: 1 });
  expect(await seconds.get('s3')).toMatchObject({ state: { total: 9 } });
});

test('of many at one moment each is answered for its own two, whatever is in the way of the others', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ first: fc.nat({ max: 12 }), second: fc.nat({ max: 12 }), amount: fc.nat() }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (pairs) => {
        run += 1;
        const ids = pairs.map(({ first, second }, place) => ({
          first: `f-${run}-${first}`,
          second: `s-${run}-${second}`,
          key: `${run} ${place}`,
        }));
        const outcomes = await Promise.all(
          pairs.map(({ amount }, place) => {
            const { first = '', second = '', key = '' } = ids[place] ?? {};
            return createBoth(
              firsts.firstWrite(first, command(`f ${key}`), {
                kind: 'decided',
                state: { tallyId: first, total: amount, amounts: [place] },
                events: [],
              }),
              seconds.firstWrite(second, command(`s ${key}`), begin(second, place)),
            );
          }),
        );
        for (const [place, { first, second }] of outcomes.entries()) {
          const own = ids[place];
          const [heldFirst, heldSecond] = await Promise.all([
            firsts.get(own?.first ?? ''),
            seconds.get(own?.second ?? ''),
          ]);
          expect(heldFirst).toBeDefined();
          expect(first.kind === 'done').toBe(heldFirst?.state.amounts[0] === place);
          expect(second === undefined).toBe(first.kind !== 'done');
          if (second) expect(second.kind === 'done').toBe(heldSecond?.state.amounts[0] === place);
        }
        const written = outcomes.filter(({ second }) => second?.kind === 'done').length;
        expect(written).toBe(await heldOf(ids.map(({ second }) => second)));
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

async function heldOf(ids: readonly string[]): Promise<number> {
  const held = await Promise.all([...new Set(ids)].map((id) => seconds.get(id)));
  return held.filter((one) => one !== undefined).length;
}

test('what was created so is changed like any other', async () => {
  await createBoth(firstOf('f4'), secondOf('s4', 2));
  expect(await seconds.change('s4', command('raise'), (state) => raise(state, 5))).toMatchObject({
    kind: 'done',
    version: 2,
    state: { total: 7 },
  });
});
