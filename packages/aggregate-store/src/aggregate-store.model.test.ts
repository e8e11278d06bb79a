import { eventId, type Envelope } from '@waymark/events';
import { fakeClock } from '@waymark/testkit/clock';
import fc from 'fast-check';
import type { AggregateStore } from './aggregate-store.ts';
import { ownDatabase } from './testing/database.ts';
import {
  begin,
  command,
  raise,
  tallies,
  tallyRaised,
  eventCount,
  twoEvents,
  type Tally,
} from './testing/tally.ts';

const database = ownDatabase();

/** What ought to be: for each aggregate its amounts, its writes, its events and how far it has followed its sources. */
type Expected = {
  amounts: number[];
  version: number;
  published: number[][];
  commands: Map<string, { bodyHash: string; version: number }>;
  sources: Map<string, number>;
};
type Model = { tallies: Map<string, Expected>; keys: number };
type Real = { store: AggregateStore<Tally>; id(name: string): string; broker: Envelope[] };
type Command = fc.AsyncCommand<Model, Real>;

const names = ['one', 'two'];
const name = fc.constantFrom(...names);
const amount = fc.constantFrom(0, 1, 2, twoEvents);

/** Note in the model what a write does: amounts grow, and an amount above nothing is published. */
function noted(model: Model, tally: string, added: number, key?: string): Expected {
  const before = model.tallies.get(tally);
  const amounts = [...(before?.amounts ?? []), added];
  const times = Math.max(before === undefined ? 1 : 0, eventCount(added));
  const expected: Expected = {
    amounts,
    version: (before?.version ?? 0) + 1,
    published: [...(before?.published ?? []), ...Array.from({ length: times }, () => amounts)],
    commands: before?.commands ?? new Map<string, { bodyHash: string; version: number }>(),
    sources: before?.sources ?? new Map<string, number>(),
  };
  if (key !== undefined)
    expected.commands.set(key, { bodyHash: `hash of ${key}`, version: expected.version });
  model.tallies.set(tally, expected);
  return expected;
}

const freshKey = (model: Model) => `key-${(model.keys += 1)}`;

const create = fc.tuple(name, amount).map(([tally, first]): Command => ({
  check: () => true,
  toString: () => `create(${tally}, ${first})`,
  run: async (model, { store, id }) => {
    const key = freshKey(model);
    const outcome = await store.create(id(tally), command(key), () => begin(id(tally), first));
    const there = model.tallies.get(tally);
    if (there !== undefined) return expect(outcome).toEqual({ kind: 'exists', version: there.version });
    noted(model, tally, first, key);
    expect(outcome).toMatchObject({ kind: 'done', version: 1, repeated: false });
  },
}));

const change = fc
  .tuple(name, fc.constantFrom(-1, 0, 1, twoEvents), fc.constantFrom('none', 'right', 'wrong'))
  .map(([tally, added, saw]): Command => ({
    check: () => true,
    toString: () => `change(${tally}, ${added}, saw ${saw})`,
    run: async (model, { store, id }) => {
      const there = model.tallies.get(tally);
      const key = freshKey(model);
      const version = there?.version ?? 0;
      const expected = { none: {}, right: { expected: version }, wrong: { expected: version - 1 } }[saw];
      const outcome = await store.change(id(tally), command(key, expected), (state) => raise(state, added));
      if (there === undefined) return expect(outcome).toEqual({ kind: 'missing' });
      if (saw === 'wrong')
        return expect(outcome).toEqual({ kind: 'stale', version, since: expect.any(Array) as unknown });
      if (added < 0) return expect(outcome).toMatchObject({ kind: 'refused' });
      const { amounts } = noted(model, tally, added, key);
      expect(outcome).toMatchObject({
        kind: 'done',
        version: version + 1,
        repeated: false,
        state: { amounts },
      });
    },
  }));

const again = fc.tuple(name, fc.nat(), fc.boolean()).map(([tally, which, otherBody]): Command => ({
  check: () => true,
  toString: () => `again(${tally}, ${which}${otherBody ? ', other body' : ''})`,
  run: async (model, { store, id }) => {
    const there = model.tallies.get(tally);
    const known = [...(there?.commands ?? [])];
    const [key, earlier] = known[which % Math.max(1, known.length)] ?? [];
    if (key === undefined || earlier === undefined) return;
    const repeat = command(key, otherBody ? { bodyHash: 'another body' } : { expected: 0 });
    const outcome = await store.change(id(tally), repeat, (state) => raise(state, 1));
    expect(outcome).toMatchObject(
      otherBody ? { kind: 'key-reused' } : { kind: 'done', repeated: true, version: earlier.version },
    );
  },
}));

const lostRace = fc.tuple(name, amount, amount).map(([tally, slow, quick]): Command => ({
  check: (model) => model.tallies.has(tally),
  toString: () => `lostRace(${tally}, ${slow}, ${quick})`,
  run: async (model, { store, id }) => {
    const [slowKey, quickKey] = [freshKey(model), freshKey(model)];
    let decided = 0;
    const outcome = await store.change(id(tally), command(slowKey), async (state) => {
      decided += 1;
      if (decided === 1) await store.change(id(tally), command(quickKey), (other) => raise(other, quick));
      return raise(state, slow);
    });
    noted(model, tally, quick, quickKey);
    const { version, amounts } = noted(model, tally, slow, slowKey);
    expect(decided).toBe(2);
    expect(outcome).toMatchObject({ kind: 'done', version, state: { amounts } });
  },
}));

const together = fc.tuple(name, fc.integer({ min: 2, max: 6 })).map(([tally, many]): Command => ({
  check: (model) => model.tallies.has(tally),
  toString: () => `together(${tally}, ${many})`,
  run: async (model, { store, id }) => {
    const keys = Array.from({ length: many }, () => freshKey(model));
    const outcomes = await Promise.all(
      keys.map(
        async (key) =>
          [key, await store.change(id(tally), command(key), (state) => raise(state, 1))] as const,
      ),
    );
    const inOrder = outcomes.toSorted(([, a], [, b]) => doneAt(a) - doneAt(b));
    for (const [key, outcome] of inOrder) expect(doneAt(outcome)).toBe(noted(model, tally, 1, key).version);
  },
}));

const react = fc
  .tuple(name, fc.constantFrom('a', 'b'), fc.constantFrom('next', 'repeat', 'gap', 'resync'), amount)
  .map(([tally, subject, kind, added]): Command => ({
    check: () => true,
    toString: () => `react(${tally}, ${subject}, ${kind}, ${added})`,
    run: async (model, { store, id }) => {
      const have = model.tallies.get(tally)?.sources.get(subject) ?? 0;
      if (kind === 'repeat' && have === 0) return;
      const sequence = have + { next: 1, repeat: 0, gap: 2, resync: 4 }[kind];
      const handled = await store.react(
        id(tally),
        foreignEvent(subject, sequence, kind === 'resync'),
        (state) => (state === undefined ? begin(id(tally), added) : raise(state, added)),
      );
      if (kind === 'repeat') return expect(handled).toBe('repeat');
      if (kind === 'gap') return expect(handled).toEqual({ gap: { have, got: sequence } });
      noted(model, tally, added).sources.set(subject, sequence);
      expect(handled).toBe('applied');
    },
  }));

const send = fc
  .boolean()
  .map((crashes): Command => ({
    check: () => true,
    toString: () => `send(${crashes ? 'crash before the mark' : 'and mark'})`,
    run: async (_model, real) => sendAll(real, crashes),
  }));

async function sendAll({ store, id, broker }: Real, crashes: boolean): Promise<void> {
  const own = new Set(names.map(id));
  const found = await store.outbox.unsent({ before: fakeClock().now(), limit: 1_000 });
  for (const unsent of found.filter((one) => own.has(one.id))) {
    broker.push(...unsent.envelopes);
    if (!crashes) await store.outbox.markSent([unsent]);
  }
}

test('commands, events, races, retries and crashes in any order leave what the model says', async () => {
  const store = tallies(database());
  await store.migrate();
  let runs = 0;
  let carried = 0;
  const commands = fc.commands([create, change, change, again, lostRace, together, react, react, send], {
    maxCommands: 60,
    size: '+1',
  });
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const run = (runs += 1);
      const real: Real = { store, broker: [], id: (tally) => `run-${run}-${tally}` };
      const model: Model = { tallies: new Map(), keys: 0 };
      await fc.asyncModelRun(() => ({ model, real }), sequence);
      await sendAll(real, true);
      await sendAll(real, false);
      carried += [...model.tallies.values()].reduce((sum, { version }) => sum + version, 0);
      for (const tally of names) await asExpected(real, real.id(tally), model.tallies.get(tally));
    }),
    { numRuns: 60 },
  );
  expect(carried).toBeGreaterThan(300);
});

/** The document, its history and what the broker got are as the model says. */
async function asExpected(
  { store, broker }: Real,
  id: string,
  expected: Expected | undefined,
): Promise<void> {
  const stored = await store.get(id);
  const sent = broker.filter(({ subject }) => subject === id);
  if (expected === undefined) {
    expect([stored, sent]).toEqual([undefined, []]);
    return;
  }
  const { amounts, version, published, sources } = expected;
  expect(stored).toMatchObject({ version, state: { tallyId: id, amounts } });
  expect((await store.history(id)).map((entry) => entry.version)).toEqual(
    published.length === 0 ? [] : countTo(version),
  );

  // Without the repeats, the events come in sequence without a hole, each with the state of its moment.
  const firsts = sent.filter(
    ({ sequence }, at) => sent.findIndex((other) => other.sequence === sequence) === at,
  );
  expect(firsts.map(({ sequence }) => sequence)).toEqual(countTo(published.length));
  expect(firsts.map(({ data }) => (data as Tally).amounts)).toEqual(published);
  expect(new Set(sent.map((one) => one.id)).size).toBe(published.length);

  const document = await database().collection('tallies').findOne({ 'state.tallyId': id });
  expect(document).toMatchObject({
    pending: false,
    sequence: published.length,
    sent: published.length,
    sources: Object.fromEntries(
      [...sources].map(([subject, sequence]) => [`elsewhere/${subject}`, sequence]),
    ),
  });
  expect(document?.['outbox']).toHaveLength(1);
}

function countTo(last: number): number[] {
  return Array.from({ length: last }, (_, place) => place + 1);
}

function doneAt(outcome: { kind: string; version?: number }): number {
  if (outcome.kind !== 'done' || outcome.version === undefined) throw new Error(`Not done: ${outcome.kind}`);
  return outcome.version;
}

function foreignEvent(subject: string, sequence: number, resync: boolean): Envelope {
  return {
    id: eventId(subject, sequence),
    type: tallyRaised.type,
    source: 'elsewhere',
    subject,
    sequence,
    time: '2025-03-31T09:00:00Z',
    data: null,
    ...(resync ? { resync: true } : {}),
  };
}
