import { TransientFailure } from '@waymark/decisions';
import type { Envelope } from '@waymark/events';
import type { Batch, FaultPoints, Publisher } from '@waymark/messaging';
import { fakeClock } from '@waymark/testkit/clock';
import { until } from '@waymark/testkit/until';
import type { AggregateStore } from './aggregate-store.ts';
import { relay, type Relay } from './relay.ts';
import { ownDatabase } from './testing/database.ts';
import { begin, recordingLog, command, raise, tallies, type Tally } from './testing/tally.ts';

const database = ownDatabase();
const running: Relay[] = [];
let collections = 0;

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

type Broker = Publisher & { batches: (readonly Batch[])[]; of(id: string): Envelope[]; away: boolean };

/** Keeps what it is given; fails while it is away. */
function broker(): Broker {
  const batches: (readonly Batch[])[] = [];
  const kept: Broker = {
    batches,
    away: false,
    publish: async (batch) => {
      if (kept.away) throw new TransientFailure('The broker is away');
      batches.push(batch);
    },
    of: (id) =>
      batches
        .flat()
        .filter(({ key }) => key === id)
        .flatMap(({ envelopes }) => envelopes),
  };
  return kept;
}

async function freshStore(): Promise<AggregateStore<Tally>> {
  const store = tallies(database(), { collection: `relayed${(collections += 1)}` });
  await store.migrate();
  return store;
}

function started(
  store: AggregateStore<Tally>,
  to: Publisher,
  more: { fault?: FaultPoints; clock?: ReturnType<typeof fakeClock> } = {},
): Relay {
  const one = relay([store], to, {
    db: database(),
    clock: fakeClock(),
    log: recordingLog(),
    sweepEveryMs: 50,
    ...more,
  });
  running.push(one);
  one.start();
  return one;
}

const write = async (store: AggregateStore<Tally>, id: string, raises: number) => {
  await store.create(id, command('k0'), () => begin(id, 1));
  for (let place = 1; place <= raises; place += 1)
    await store.change(id, command(`k${place}`), (tally) => raise(tally, place));
};
const sequences = (envelopes: readonly Envelope[]) => envelopes.map(({ sequence }) => sequence);
const inDatabase = (store: AggregateStore<Tally>, id: string) =>
  database().collection(store.outbox.name).findOne({ 'state.tallyId': id });

describe('what is written', () => {
  test('is sent in order, once, and cleared but for the last event', async () => {
    const store = await freshStore();
    const to = broker();
    const one = started(store, to);
    await write(store, 'a', 5);
    await one.drained();
    expect(sequences(to.of('a'))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(to.batches.flat()[0]?.topic).toBe('tallies.v1');
    expect(await inDatabase(store, 'a')).toMatchObject({
      pending: false,
      pendingSince: null,
      sent: 6,
      outbox: [{ sequence: 6 }],
    });
    expect(one.stats()).toMatchObject({ sentTotal: 6 });
  });

  test('by many at once goes in few sends', async () => {
    const store = await freshStore();
    const to = broker();
    const one = started(store, to);
    const ids = Array.from({ length: 150 }, (_, place) => `many-${place}`);
    await Promise.all(ids.map((id) => store.create(id, command('k'), () => begin(id, 1))));
    await one.drained();
    expect(ids.filter((id) => to.of(id).length === 1)).toHaveLength(150);
    expect(to.batches.length).toBeLessThan(40);
  });

  test('before the relay began is sent when it begins', async () => {
    const store = await freshStore();
    await write(store, 'a', 2);
    const to = broker();
    await started(store, to).drained();
    expect(sequences(to.of('a'))).toEqual([1, 2, 3]);
  });

  test('without an event is not sent', async () => {
    const store = await freshStore();
    const to = broker();
    const one = started(store, to);
    await write(store, 'a', 0);
    await store.change('a', command('quiet'), (tally) => raise(tally, 0));
    await one.drained();
    expect(to.of('a')).toHaveLength(1);
  });
});

describe('while the broker is away', () => {
  test('nothing is lost, and all of it arrives in order when it is back', async () => {
    const store = await freshStore();
    const to = broker();
    const one = started(store, to);
    to.away = true;
    await Promise.all(Array.from({ length: 10 }, (_, place) => write(store, `away-${place}`, 3)));
    expect(to.batches).toEqual([]);
    to.away = false;
    await one.drained();
    for (let place = 0; place < 10; place += 1)
      expect(sequences(to.of(`away-${place}`))).toEqual([1, 2, 3, 4]);
  });

  test('one event that it refuses holds up no other aggregate', async () => {
    const store = await freshStore();
    const to = broker();
    const refusing: Publisher = {
      publish: async (batch) => {
        if (batch.some(({ key }) => key === 'too-large')) throw new Error('Too large');
        await to.publish(batch);
      },
    };
    await store.create('too-large', command('k'), () => begin('too-large', 1));
    await Promise.all(Array.from({ length: 20 }, (_, place) => write(store, `good-${place}`, 1)));
    started(store, refusing);
    await until(() => to.batches.flat().length >= 20);
    expect(await inDatabase(store, 'too-large')).toMatchObject({ pending: true, sent: 0 });
  });
});

describe('after a crash', () => {
  test('between send and mark the events are repeated and not lost', async () => {
    const store = await freshStore();
    const to = broker();
    // A process that never gets to mark is what a kill between send and mark leaves.
    const stuck = Promise.withResolvers<void>();
    const first = started(store, to, {
      fault: (point) => (point === 'before-mark' ? stuck.promise : undefined),
    });
    await write(store, 'a', 2);
    await until(() => to.of('a').length === 3);
    expect(await inDatabase(store, 'a')).toMatchObject({ pending: true, sent: 0 });

    const afterwards = broker();
    await started(store, afterwards).drained();
    expect(sequences(afterwards.of('a'))).toEqual([1, 2, 3]);
    stuck.resolve();
    await first.stop();
    expect(await inDatabase(store, 'a')).toMatchObject({ pending: false, sent: 3 });
  });

  test('between write and send the next process sends', async () => {
    const store = await freshStore();
    const to = broker();
    const stuck = Promise.withResolvers<void>();
    started(store, to, { fault: (point) => (point === 'before-send' ? stuck.promise : undefined) });
    await write(store, 'a', 0);
    const afterwards = broker();
    await started(store, afterwards).drained();
    expect(sequences(afterwards.of('a'))).toEqual([1]);
    stuck.resolve();
  });
});

describe('two relays', () => {
  test('the sweeper takes what another process left, under a lease of a higher generation', async () => {
    const clock = fakeClock();
    const store = await freshStore();
    const left = tallies(database(), { collection: store.outbox.name });
    const first = started(store, broker(), { clock });
    await until(() => first.stats().leaseGeneration === 1);

    await first.stop();
    const to = broker();
    const second = started(store, to, { clock });
    await until(() => second.stats().leaseGeneration === 2);
    // Written by a process whose own relay never ran.
    await write(left, 'left', 1);
    clock.pass({ seconds: 3 });
    await until(() => to.of('left').length === 2);
    await second.drained();
    expect(await inDatabase(store, 'left')).toMatchObject({ pending: false, fence: 2 });
  });

  test('only one holds the lease; when its term ends the other takes over', async () => {
    const slow = fakeClock();
    const clock = fakeClock();
    const store = await freshStore();
    const first = started(store, broker(), { clock: slow });
    await until(() => first.stats().leaseGeneration === 1);
    const second = started(store, broker(), { clock });
    clock.pass({ seconds: 9 });
    expect(second.stats().leaseGeneration).toBe(0);
    clock.pass({ seconds: 3 });
    await until(() => second.stats().leaseGeneration === 2);
  });

  test('a mark under an older lease is void', async () => {
    const store = await freshStore();
    await write(store, 'a', 1);
    await store.outbox.markSent([{ id: 'a', sequence: 1, generation: 5 }]);
    await store.outbox.markSent([{ id: 'a', sequence: 2, generation: 4 }]);
    expect(await inDatabase(store, 'a')).toMatchObject({
      pending: true,
      sent: 1,
      fence: 5,
      outbox: [{ sequence: 1 }, { sequence: 2 }],
    });
    await store.outbox.markSent([{ id: 'a', sequence: 2, generation: 5 }]);
    expect(await inDatabase(store, 'a')).toMatchObject({ pending: false, sent: 2 });
  });

  test('a mark that comes late never takes back a newer one', async () => {
    const store = await freshStore();
    await write(store, 'a', 2);
    await store.outbox.markSent([{ id: 'a', sequence: 3 }]);
    await store.outbox.markSent([{ id: 'a', sequence: 1 }]);
    expect(await inDatabase(store, 'a')).toMatchObject({ pending: false, sent: 3 });
  });
});

describe('a reader that missed something', () => {
  test('receives the last event again, and nothing that was never sent', async () => {
    const store = await freshStore();
    await write(store, 'a', 2);
    expect(await store.resync('a')).toBeUndefined();
    await started(store, broker()).drained();
    await store.change('a', command('later'), (tally) => raise(tally, 0));
    expect(await store.resync('a')).toMatchObject({
      sequence: 3,
      resync: true,
      data: { amounts: [1, 1, 2] },
    });
    expect(await store.resync('nobody')).toBeUndefined();
  });
});
