import { calendarDate } from '@waymark/care-types';
import { decide, refuse, type StoredOutcome } from '@waymark/decisions';
import { eventId, type Envelope } from '@waymark/events';
import { fakeClock } from '@waymark/testkit/clock';
import { aggregateStore, type AggregateStore } from './aggregate-store.ts';
import { ownDatabase } from './testing/database.ts';
import { begin, command, raise, tallies, Tally, tallyRaised } from './testing/tally.ts';

const database = ownDatabase();
let store: AggregateStore<Tally>;
let next = 0;
const freshId = () => `tally-${(next += 1)}`;

beforeAll(async () => {
  store = tallies(database());
  await store.migrate();
});

const given = async (amount = 1): Promise<string> => {
  const id = freshId();
  expect(await store.create(id, command(`begin ${id}`), () => begin(id, amount))).toMatchObject({
    kind: 'done',
  });
  return id;
};
const versionOf = async (id: string) => (await store.get(id))?.version;
const eventsOf = async (id: string) =>
  (await store.outbox.unsent({ before: fakeClock().now(), limit: 1_000 }))
    .filter((one) => one.id === id)
    .flatMap(({ envelopes }) => envelopes);

describe('creating', () => {
  test('writes state, history, event and key at once', async () => {
    const id = freshId();
    const outcome = await store.create(id, command('k1', { reason: 'first' }), () => begin(id, 7));
    expect(outcome).toEqual({
      kind: 'done',
      id,
      version: 1,
      state: { tallyId: id, total: 7, amounts: [7] },
      events: ['tally.raised.v1'],
      repeated: false,
    });
    expect(await store.get(id)).toEqual({
      id,
      version: 1,
      state: { tallyId: id, total: 7, amounts: [7] },
      updatedAt: '2025-03-31T10:00:00.000Z',
    });
    expect(await eventsOf(id)).toEqual([
      {
        id: eventId(id, 1),
        type: 'tally.raised.v1',
        source: 'tally-keeper',
        subject: id,
        sequence: 1,
        time: '2025-03-31T10:00:00Z',
        data: { tallyId: id, total: 7, amounts: [7] },
      },
    ]);
    expect(await store.history(id)).toMatchObject([
      {
        version: 1,
        command: 'raise-tally',
        by: { id: 'staff-1' },
        reason: 'first',
        events: ['tally.raised.v1'],
      },
    ]);
  });

  test('the same command again gets the same answer, another one is answered that it exists', async () => {
    const id = freshId();
    await store.create(id, command('k1'), () => begin(id, 7));
    expect(await store.create(id, command('k1'), () => begin(id, 7))).toMatchObject({
      kind: 'done',
      version: 1,
      repeated: true,
    });
    expect(await store.create(id, command('k1'), () => refuse('too-late'))).toMatchObject({
      kind: 'done',
      repeated: true,
    });
    expect(await store.create(id, command('k1', { bodyHash: 'other' }), () => begin(id, 9))).toEqual({
      kind: 'key-reused',
    });
    expect(await store.create(id, command('k2'), () => begin(id, 9))).toEqual({ kind: 'exists', version: 1 });
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test('many at once, some of them twice, are each written once', async () => {
    const ids = Array.from({ length: 120 }, freshId);
    const outcomes = await Promise.all(
      [...ids, ...ids.slice(0, 40)].map((id) => store.create(id, command(`k ${id}`), () => begin(id, 1))),
    );
    expect(outcomes.filter((one) => one.kind === 'done' && !one.repeated)).toHaveLength(120);
    expect(outcomes.filter((one) => one.kind === 'done' && one.repeated)).toHaveLength(40);
  });

  test('a refusal writes nothing', async () => {
    const id = freshId();
    expect(await store.create(id, command('k1'), () => refuse('no', { why: 1 }))).toEqual({
      kind: 'refused',
      code: 'no',
      facts: { why: 1 },
    });
    expect(await store.get(id)).toBeUndefined();
  });

  test('a state that does not fit the schema is not written', async () => {
    const id = freshId();
    await expect(
      store.create(id, command('k1'), () => decide({ tallyId: id, total: 0.5, amounts: [] })),
    ).rejects.toThrow();
    expect(await store.get(id)).toBeUndefined();
  });

  test('a unique index in the way is a refusal that names the field', async () => {
    const unique = aggregateStore(
      database(),
      {
        collection: 'unique',
        schema: Tally,
        source: 'tally-keeper',
        indexes: [{ keys: { 'state.total': 1 }, unique: true }],
      },
      { clock: fakeClock() },
    );
    await unique.migrate();
    const of = (tallyId: string, total: number) => () => decide({ tallyId, total, amounts: [] });
    await unique.create('a', command('k1'), of('a', 1));
    await unique.create('b', command('k2'), of('b', 2));
    expect(await unique.create('c', command('k3'), of('c', 1))).toMatchObject({
      kind: 'refused',
      code: 'already-taken',
    });
    expect(await unique.change('b', command('k4'), of('b', 1))).toMatchObject({
      kind: 'refused',
      code: 'already-taken',
    });
    expect(await unique.react('d', foreignEvent(1), of('d', 1))).toMatchObject({ refused: 'already-taken' });
    expect(await unique.count({})).toBe(2);
  });
});

describe('changing', () => {
  test('twenty at once are all applied, each once', async () => {
    const id = await given(0);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        store.change(id, command(`k${place}`), (tally) => raise(tally, 1)),
      ),
    );
    expect(
      outcomes.map((one) => one.kind === 'done' && one.version).toSorted((a, b) => Number(a) - Number(b)),
    ).toEqual(Array.from({ length: 20 }, (_, place) => place + 2));
    expect((await store.get(id))?.state.total).toBe(20);
    expect((await eventsOf(id)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 21 }, (_, place) => place + 1),
    );
  });

  test('who loses a race decides again on what the winner wrote', async () => {
    const id = await given(1);
    const seen: number[] = [];
    const outcome = await store.change(id, command('slow'), async (tally) => {
      seen.push(tally.total);
      if (seen.length === 1) await store.change(id, command('quick'), (other) => raise(other, 10));
      return raise(tally, 100);
    });
    expect(seen).toEqual([1, 11]);
    expect(outcome).toMatchObject({ kind: 'done', version: 3, state: { total: 111, amounts: [1, 10, 100] } });
  });

  test('the version that the person saw must be the one that is', async () => {
    const id = await given();
    expect(await store.change(id, command('k1', { expected: 1 }), (tally) => raise(tally, 1))).toMatchObject({
      version: 2,
    });
    expect(await store.change(id, command('k2', { expected: 1 }), (tally) => raise(tally, 1))).toEqual({
      kind: 'stale',
      version: 2,
      since: [{ by: command('k1').by, command: command('k1').name, at: command('k1').at.instant }],
    });
    expect(await store.change(id, command('k1', { expected: 1 }), (tally) => raise(tally, 1))).toMatchObject({
      version: 2,
      repeated: true,
    });
  });

  test('one of two people who saw the same version is answered that it is stale', async () => {
    const id = await given();
    const outcomes = await Promise.all(
      ['a', 'b'].map((key) => store.change(id, command(key, { expected: 1 }), (tally) => raise(tally, 1))),
    );
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'stale']);
  });

  test('a key is remembered for its person, with its answer', async () => {
    const id = await given();
    const first = await store.change(id, command('k1'), (tally) => raise(tally, 5));
    await store.change(id, command('k2'), (tally) => raise(tally, 5));
    expect(await store.change(id, command('k1'), (tally) => raise(tally, 5))).toMatchObject({
      ...versionAndEvents(first),
      repeated: true,
      state: { total: 11 },
    });
    expect(await store.change(id, command('k1', { bodyHash: 'other' }), (tally) => raise(tally, 5))).toEqual({
      kind: 'key-reused',
    });
    const other = command('k1', { by: { id: 'staff-2', roles: [] } });
    expect(await store.change(id, other, (tally) => raise(tally, 5))).toMatchObject({
      kind: 'done',
      repeated: false,
    });
  });

  test('refused and missing change nothing', async () => {
    const id = await given();
    expect(await store.change(id, command('k1'), (tally) => raise(tally, -1))).toEqual({
      kind: 'refused',
      code: 'amount-below-nothing',
      facts: { amount: -1 },
    });
    expect(await versionOf(id)).toBe(1);
    expect(await store.change('nobody', command('k1'), (tally) => raise(tally, 1))).toEqual({
      kind: 'missing',
    });
  });

  test('a change without events moves the version and not the sequence', async () => {
    const id = await given();
    await store.change(id, command('k1'), (tally) => raise(tally, 0));
    await store.change(id, command('k2'), (tally) => raise(tally, 1));
    expect((await eventsOf(id)).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(await versionOf(id)).toBe(3);
  });

  test('events without a topic are a fault of the code', async () => {
    const quiet = aggregateStore(
      database(),
      { collection: 'quiet', schema: Tally, source: 'tally-keeper', indexes: [] },
      { clock: fakeClock() },
    );
    await expect(quiet.create('q', command('k1'), () => begin('q', 1))).rejects.toThrow('no topic');
    expect(await quiet.get('q')).toBeUndefined();
  });

  test('a long history moves beside the document and is read as one; keys are kept for the last hundred', async () => {
    const id = await given(0);
    for (let place = 2; place <= 230; place += 1)
      await store.change(id, command(`k${place}`), (tally) => raise(tally, 0));
    const history = await store.history(id);
    expect(history.map(({ version }) => version)).toEqual(
      Array.from({ length: 230 }, (_, place) => place + 1),
    );
    const inside = await database()
      .collection('tallies')
      .findOne({ state: { $exists: true }, 'state.tallyId': id });
    expect(inside?.['history']).toHaveLength(30);
    expect(inside?.['commands']).toHaveLength(100);
    expect(await store.change(id, command('k131'), (tally) => raise(tally, 0))).toMatchObject({
      repeated: true,
      version: 131,
    });
    expect(await store.change(id, command('k130'), (tally) => raise(tally, 0))).toMatchObject({
      repeated: false,
    });
  });
});

describe('reacting', () => {
  const follow = (id: string, envelope: Envelope) =>
    store.react(id, envelope, (tally) => (tally === undefined ? begin(id, 1) : raise(tally, 1)));

  test('creates what is absent, applies each event once, and reports a gap', async () => {
    const id = freshId();
    expect(await follow(id, foreignEvent(2))).toEqual({ gap: { have: 0, got: 2 } });
    expect(await store.get(id)).toBeUndefined();
    expect(await follow(id, foreignEvent(1))).toBe('applied');
    expect(await follow(id, foreignEvent(1))).toBe('repeat');
    expect(await follow(id, foreignEvent(2))).toBe('applied');
    expect(await follow(id, foreignEvent(4))).toEqual({ gap: { have: 2, got: 4 } });
    expect((await store.get(id))?.state.amounts).toEqual([1, 1]);
  });

  test('a resync may jump, and what it covers is then a repeat', async () => {
    const id = freshId();
    await follow(id, foreignEvent(1));
    expect(await follow(id, { ...foreignEvent(5), resync: true })).toBe('applied');
    expect(await follow(id, foreignEvent(4))).toBe('repeat');
    expect(await follow(id, { ...foreignEvent(5), resync: true })).toBe('repeat');
    expect(await follow(id, foreignEvent(6))).toBe('applied');
  });

  test('each source is followed for itself, with a dot in its name or not', async () => {
    const id = freshId();
    expect(await follow(id, { ...foreignEvent(1), source: 'a.b', subject: 'x' })).toBe('applied');
    expect(await follow(id, { ...foreignEvent(1), source: 'a', subject: 'b.x' })).toBe('applied');
    expect(await follow(id, { ...foreignEvent(2), source: 'a.b', subject: 'x' })).toBe('applied');
    expect(await follow(id, { ...foreignEvent(1), source: 'a.b', subject: 'x' })).toBe('repeat');
  });

  test('the same event to twenty handlers at once is applied by one', async () => {
    const id = freshId();
    const handled = await Promise.all(Array.from({ length: 20 }, () => follow(id, foreignEvent(1))));
    expect(handled.filter((one) => one === 'applied')).toHaveLength(1);
    expect(handled.filter((one) => one === 'repeat')).toHaveLength(19);
    expect((await store.history(id)).map(({ command }) => command)).toEqual(['on tally.raised.v1']);
  });

  test('a refusal leaves the event unapplied, so that it can be replayed', async () => {
    const id = freshId();
    await follow(id, foreignEvent(1));
    expect(await store.react(id, foreignEvent(2), () => refuse('no'))).toEqual({ refused: 'no', facts: {} });
    expect(await follow(id, foreignEvent(2))).toBe('applied');
  });

  test('commands and events interleave and none is lost', async () => {
    const id = await given(0);
    await Promise.all([
      ...Array.from({ length: 8 }, (_, place) =>
        store.change(id, command(`k${place}`), (tally) => raise(tally, 1)),
      ),
      ...Array.from({ length: 8 }, (_, place) =>
        follow(id, { ...foreignEvent(1), subject: `source-${place}` }),
      ),
    ]);
    expect((await store.get(id))?.state.total).toBe(16);
    expect(await store.change(id, command('k3'), (tally) => raise(tally, 1))).toMatchObject({
      repeated: true,
    });
    expect(await follow(id, { ...foreignEvent(1), subject: 'source-3' })).toBe('repeat');
  });
});

describe('a listener to writes', () => {
  test('is called for each write of this process once, with its version and state, and for nothing that was not written', async () => {
    const own = tallies(database(), { collection: 'followed-tallies' });
    await own.migrate();
    const written: unknown[] = [];
    own.onWritten(({ id, version, state }) => written.push([id, version, state.total]));
    const id = freshId();
    await own.create(id, command('k1'), () => begin(id, 7));
    await own.create(id, command('k1'), () => begin(id, 7));
    await own.change(id, command('k2'), (tally) => raise(tally, 1));
    await own.change(id, command('k2'), (tally) => raise(tally, 1));
    await own.change(id, command('k3'), (tally) => raise(tally, -1));
    await own.change(id, command('k4'), (tally) => raise(tally, 0));
    await own.react(id, foreignEvent(1), (tally) => raise(tally as Tally, 2));
    await own.react(id, foreignEvent(1), (tally) => raise(tally as Tally, 2));
    expect(written).toEqual([
      [id, 1, 7],
      [id, 2, 8],
      [id, 3, 8],
      [id, 4, 10],
    ]);
  });

  test('finds what any process wrote since an instant, as it now is', async () => {
    const own = tallies(database(), { collection: 'followed-later' });
    await own.migrate();
    const at = (instant: string) => ({ at: { instant, date: calendarDate(instant.slice(0, 10)) } });
    await own.create('early', command('k1', at('2025-03-31T10:00:00Z')), () => begin('early', 1));
    await own.create('late', command('k2', at('2025-03-31T10:00:05Z')), () => begin('late', 1));
    const since = async (instant: string) =>
      Array.fromAsync(own.writtenSince(Temporal.Instant.from(instant)));
    expect(await since('2025-03-31T10:00:05Z')).toEqual([{ id: 'late', version: 1 }]);
    await own.change('early', command('k3', at('2025-03-31T10:00:09Z')), (tally) => raise(tally, 1));
    expect(await since('2025-03-31T10:00:06Z')).toEqual([{ id: 'early', version: 2 }]);
    expect(await since('2025-03-31T10:00:10Z')).toEqual([]);
  });
});

function foreignEvent(sequence: number): Envelope {
  const data = { tallyId: 'other', total: sequence, amounts: [sequence] };
  return {
    id: eventId('other', sequence),
    type: tallyRaised.type,
    source: 'elsewhere',
    subject: 'other',
    sequence,
    time: '2025-03-31T09:00:00Z',
    data,
  };
}

function versionAndEvents(outcome: StoredOutcome<Tally>): object {
  if (outcome.kind !== 'done') throw new Error(`Not done: ${outcome.kind}`);
  return { version: outcome.version, events: outcome.events };
}
