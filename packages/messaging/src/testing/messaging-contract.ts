import { randomUUID } from 'node:crypto';
import type { Envelope } from '@waymark/events';
import { toHeaders } from '@waymark/events';
import type { Outgoing } from '../consuming/aside.ts';
import type { Timings } from '../consuming/timings.ts';
import { memoryParkingLot } from '../parking/memory-lot.ts';
import type { Messaging } from '../port/messaging.ts';
import { deadLetterTopicOf, on, onResyncAsked, resyncTopicOf } from '../port/subscription.ts';
import type { ResyncAsked } from '../port/subscription.ts';
import { TransientFailure } from '../port/transient-failure.ts';
import { consumerSpy } from './consumer-spy.ts';
import { followThings, made, thingLost, thingMade, things } from './things.ts';
import { until } from './until.ts';

/** One broker's worth of messaging for one test. */
export type Bench = {
  messaging: Messaging;
  /** Another process at the same broker. */
  another(): Messaging;
  /** A message past the port, as some foreign program would send it. */
  sendRaw(topic: string, message: Outgoing): Promise<void>;
  /** Everything in the topic, oldest first within a key. */
  read(
    topic: string,
  ): Promise<{ key: string | null; value: string | null; headers: Record<string, string> }[]>;
  close(): Promise<void>;
};

const TOPIC = 'things.v1';
const GROUP = 'readers';
const quick: Partial<Timings> = {
  handlerLimitMs: 200,
  timeoutsUntilPoison: 2,
  firstBackOffMs: 50,
  longestBackOffMs: 200,
  replayEveryMs: 100,
};

/** What every adapter of Messaging must keep to. Each test gets a bench of its own. */
export function messagingContract(
  name: string,
  makeBench: (timings: Partial<Timings>) => Promise<Bench>,
): void {
  describe(`Messaging by ${name}`, () => {
    let bench: Bench;

    beforeEach(async () => {
      bench = await makeBench(quick);
      await bench.messaging.ensureTopics([TOPIC], { partitions: 3 });
    });
    afterEach(() => bench.close());

    const publish = (...envelopes: Envelope[]) =>
      bench.messaging.publisher.publish(
        [...Map.groupBy(envelopes, ({ subject }) => subject)].map(([key, ofKey]) => ({
          topic: TOPIC,
          key,
          envelopes: ofKey,
        })),
      );

    function follow(
      first?: Parameters<typeof followThings>[0],
      { messaging = bench.messaging, store = things(), lot = memoryParkingLot(), lateJoin = false } = {},
    ) {
      const consumer = messaging.consumer(GROUP, [followThings(first, { lateJoin })], store, { lot });
      return { consumer, store, lot };
    }

    const ids = (count: number) => Array.from({ length: count }, (_, at) => `thing-${at + 1}`);

    it('hands over every event of a batch, in order of its key', async () => {
      const { consumer, store } = follow();
      await consumer.start();
      const all = ids(12);
      for (let sequence = 1; sequence <= 10; sequence += 1) {
        await publish(...all.map((id) => made(id, sequence)));
      }
      await until('all are applied', () => store.applied.length === 120);
      for (const id of all) expect(store.appliedOf(id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(consumer.stats()).toMatchObject({ applied: 120, dlqTotal: 0, crash: undefined });
      expect(consumer.healthy()).toEqual({ ok: true });
      expect(bench.messaging.healthy()).toEqual({ ok: true });
    });

    it('hands over what was published before the group began, with its attributes', async () => {
      const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      await publish(made('thing-1', 1, { traceparent: trace }));
      const got: Envelope[] = [];
      const { consumer } = follow((event) => void got.push(event));
      await consumer.start();
      await until('it is seen', () => got.length === 1);
      expect(got).toEqual([made('thing-1', 1, { traceparent: trace })]);
    });

    it('keeps the order of calls that overlap', async () => {
      const { consumer, store } = follow();
      await consumer.start();
      const calls = ids(20).map((id) => publish(made(id, 1), made(id, 2), made(id, 3)));
      await Promise.all(calls);
      await until('all are applied', () => store.applied.length === 60);
      for (const id of ids(20)) expect(store.appliedOf(id)).toEqual([1, 2, 3]);
    });

    it('takes a repeat for a repeat', async () => {
      const { consumer, store } = follow();
      await consumer.start();
      await publish(made('thing-1', 1), made('thing-1', 2));
      await publish(made('thing-1', 1), made('thing-1', 2), made('thing-1', 3));
      await until('the last is applied', () => store.appliedOf('thing-1').length === 3);
      expect(store.appliedOf('thing-1')).toEqual([1, 2, 3]);
      expect(consumer.stats().repeats).toBeGreaterThanOrEqual(2);
    });

    it('goes on where it had committed when a consumer stops and another starts', async () => {
      const store = things();
      const one = follow(undefined, { store });
      await one.consumer.start();
      await publish(...ids(5).map((id) => made(id, 1)));
      await until('the first are applied', () => store.applied.length === 5);
      await one.consumer.stop();
      await publish(...ids(5).map((id) => made(id, 2)));
      const two = follow(undefined, { store, messaging: bench.another() });
      await two.consumer.start();
      await until('the second are applied', () => store.applied.length === 10);
      expect(two.consumer.stats().repeats).toBe(0);
    });

    it('loses nothing and keeps the order when a second member joins and the first leaves', async () => {
      const store = things();
      const one = follow(undefined, { store });
      const two = follow(undefined, { store, messaging: bench.another() });
      await one.consumer.start();
      const all = ids(24);
      let sequence = 0;
      const publishing = (async () => {
        while (sequence < 20 || (two.consumer.stats().applied === 0 && sequence < 1_000)) {
          sequence += 1;
          await publish(...all.map((id) => made(id, sequence)));
        }
      })();
      await until('some are applied', () => store.applied.length > 20);
      await two.consumer.start();
      await until('the second member works', () => two.consumer.stats().applied > 0);
      await one.consumer.stop();
      await publishing;
      await until('all are applied', () => store.applied.length === sequence * all.length);
      const inOrder = Array.from({ length: sequence }, (_, at) => at + 1);
      for (const id of all) expect(store.appliedOf(id)).toEqual(inOrder);
    });

    it('waits and tries again where a failure may pass, and lets nothing of the key overtake', async () => {
      let failing = 3;
      const { consumer, store, lot } = follow((event) => {
        if (event.sequence === 2 && failing > 0) {
          failing -= 1;
          throw new TransientFailure('The database is away');
        }
      });
      await consumer.start();
      await publish(made('thing-1', 1), made('thing-1', 2), made('thing-1', 3));
      await until('all are applied', () => store.applied.length === 3);
      expect(store.attempts).toEqual([1, 2, 2, 2, 2, 3].map((sequence) => `thing-1/${sequence}`));
      expect(await lot.keys()).toEqual([]);
      expect(consumer.stats().retries).toBe(3);
    });

    it('commits nothing past a failure that has not passed yet', async () => {
      const store = things();
      const one = follow(
        ({ sequence }) => {
          if (sequence === 2) throw new TransientFailure('The database is away');
        },
        { store },
      );
      await one.consumer.start();
      await publish(made('thing-1', 1), made('thing-1', 2), made('thing-1', 3));
      await until('it has tried twice', () => one.consumer.stats().retries >= 2);
      await one.consumer.stop();
      expect(store.appliedOf('thing-1')).toEqual([1]);
      const two = follow(undefined, { store, messaging: bench.another() });
      await two.consumer.start();
      await until('the rest is applied', () => store.applied.length === 3);
      expect(store.appliedOf('thing-1')).toEqual([1, 2, 3]);
    });

    it('puts poison aside with its key in order, and lets the others flow', async () => {
      const { consumer, store, lot } = follow(({ subject, sequence }) => {
        if (subject === 'thing-1' && sequence === 2) throw new Error('This can never be');
      });
      await consumer.start();
      const all = ids(6);
      for (let sequence = 1; sequence <= 4; sequence += 1)
        await publish(...all.map((id) => made(id, sequence)));
      await until('the others are applied', () => store.applied.length === 5 * 4 + 1);
      await until('all of the key is parked', async () => (await lot.entries(GROUP)).length === 3);
      expect((await lot.entries(GROUP)).map(({ sequence, reason }) => [sequence, reason])).toEqual([
        [2, 'poison'],
        [3, 'behind'],
        [4, 'behind'],
      ]);
      for (const id of all.slice(1)) expect(store.appliedOf(id)).toEqual([1, 2, 3, 4]);

      const [letter, ...more] = await bench.read(deadLetterTopicOf(TOPIC, GROUP));
      expect(more).toEqual([]);
      expect(letter).toMatchObject({
        key: 'thing-1',
        value: JSON.stringify(made('thing-1', 2).data),
        headers: {
          ce_sequence: '2',
          dlq_reason: 'poison',
          dlq_error: 'Error',
          dlq_group: GROUP,
          dlq_topic: TOPIC,
        },
      });
      await until('the parked key is counted', () => consumer.stats().parkedKeys === 1);
      expect(consumer.stats().dlqTotal).toBe(1);
    });

    it('keeps a key parked over a restart', async () => {
      const store = things();
      const lot = memoryParkingLot();
      const poisoned = () => {
        throw new Error('This can never be');
      };
      const one = follow(poisoned, { store, lot });
      await one.consumer.start();
      await publish(made('thing-1', 1));
      await until('it is parked', async () => (await lot.keys()).length === 1);
      await one.consumer.stop();
      const two = follow(undefined, { store, lot, messaging: bench.another() });
      await two.consumer.start();
      await publish(made('thing-1', 2), made('thing-2', 1));
      await until('the later event waits too', async () => (await lot.entries(GROUP)).length === 2);
      await until('the other key flows', () => store.applied.length === 1);
      expect(store.applied).toEqual(['thing-2/1']);
    });

    it('takes data that is not as promised, and what a handler refuses, for poison', async () => {
      const store = things();
      const lot = memoryParkingLot();
      const refuses = on(thingLost, async () => ({ refused: 'thing-not-known' as const }));
      const consumer = bench.messaging.consumer(GROUP, [followThings(), refuses], store, { lot });
      await consumer.start();
      await publish(
        made('thing-1', 1, { data: { thingId: 'thing-1', note: 7 } }),
        made('thing-2', 1, { type: thingLost.type }),
      );
      await until('both are parked', async () => (await lot.keys(GROUP)).length === 2);
      const errors = (await lot.keys(GROUP)).map(({ key, error }) => [key, error]);
      expect(Object.fromEntries(errors)).toEqual({
        'thing-1': { name: 'SchemaFailure', message: 'note: invalid_type' },
        'thing-2': { name: 'Refused', message: 'thing-not-known' },
      });
      expect(store.attempts).toEqual([]);
    });

    it('applies what was parked in order when it is replayed after the mend', async () => {
      let broken = true;
      const { consumer, store, lot } = follow(({ sequence }) => {
        if (broken && sequence === 2) throw new Error('A fault in our code');
      });
      await consumer.start();
      await publish(made('thing-1', 1), made('thing-1', 2), made('thing-1', 3));
      await until('two are parked', async () => (await lot.entries(GROUP)).length === 2);

      await lot.markReplay(GROUP, TOPIC, 'thing-1');
      await until('the replay has failed again', () => store.attempts.length === 3);
      await until('its mark is gone', async () => (await lot.nextToReplay(GROUP)).length === 0);
      expect((await lot.entries(GROUP)).map(({ reason }) => reason)).toEqual(['poison', 'behind']);

      broken = false;
      await lot.markReplay(GROUP, TOPIC, 'thing-1');
      await until('the key is free', async () => (await lot.keys()).length === 0);
      await publish(made('thing-1', 4));
      await until('all are applied', () => store.applied.length === 4);
      expect(store.appliedOf('thing-1')).toEqual([1, 2, 3, 4]);
    });

    it('asks for what is missing and is healed by the restatement', async () => {
      const { consumer, store, lot } = follow();
      const asked: ResyncAsked[] = [];
      const owner = bench.messaging.consumer(
        'things',
        [
          onResyncAsked(TOPIC, async (ask) => {
            asked.push(ask);
            await publish(made(ask.key, 5, { resync: true }));
            return 'applied';
          }),
        ],
        undefined,
        { lot: memoryParkingLot() },
      );
      await Promise.all([consumer.start(), owner.start()]);
      await publish(made('thing-1', 1));
      await until('the first is applied', () => store.applied.length === 1);
      await publish(made('thing-1', 4), made('thing-1', 5), made('thing-2', 1));
      await until('the restatement is applied', () => store.last.get('thing-1') === 5);
      await until('the key is free', async () => (await lot.keys()).length === 0);
      await publish(made('thing-1', 6));
      await until('it goes on', () => store.last.get('thing-1') === 6);
      expect(store.appliedOf('thing-1')).toEqual([1, 5, 6]);
      expect(store.appliedOf('thing-2')).toEqual([1]);
      expect(asked).toEqual([{ key: 'thing-1', have: 1, group: GROUP }]);
      expect(await bench.read(resyncTopicOf(TOPIC))).toHaveLength(1);
    });

    it('applies what lies beyond the restatement too', async () => {
      const { consumer, store, lot } = follow();
      await consumer.start();
      await publish(made('thing-1', 3), made('thing-1', 4), made('thing-1', 5));
      await until('they wait', async () => (await lot.entries(GROUP)).length === 3);
      await publish(made('thing-1', 4, { resync: true }));
      await until('the key is free', async () => (await lot.keys()).length === 0);
      expect(store.appliedOf('thing-1')).toEqual([4, 5]);
    });

    it('lets a late joiner begin anywhere, because events carry full state', async () => {
      const { consumer, store, lot } = follow(undefined, { lateJoin: true });
      await consumer.start();
      await publish(made('thing-1', 3), made('thing-1', 7));
      await until('both are applied', () => store.applied.length === 2);
      expect(store.appliedOf('thing-1')).toEqual([3, 7]);
      expect(await lot.keys()).toEqual([]);
    });

    it('drops poison on request, finds the hole behind it and heals by the restatement', async () => {
      const { consumer, store, lot } = follow(({ sequence, resync }) => {
        if (sequence === 2 && resync !== true) throw new Error('This can never be');
      });
      await consumer.start();
      await publish(made('thing-1', 1), made('thing-1', 2), made('thing-1', 3));
      await until('two are parked', async () => (await lot.entries(GROUP)).length === 2);
      await lot.drop(GROUP, TOPIC, 'thing-1');
      await until('the hole is found', async () => (await lot.entries(GROUP))[0]?.reason === 'gap');
      expect(await bench.read(resyncTopicOf(TOPIC))).toHaveLength(1);
      await publish(made('thing-1', 3, { resync: true }));
      await until('the key is free', async () => (await lot.keys()).length === 0);
      expect(store.appliedOf('thing-1')).toEqual([1, 3]);
    });

    it('passes over types that it has no use for, and counts them', async () => {
      const { consumer, store, lot } = follow();
      await consumer.start();
      await publish(made('thing-1', 1, { type: 'thing.painted.v1' }), made('thing-2', 1));
      await until('the known one is applied', () => store.applied.length === 1);
      await until('the other is counted', () => consumer.stats().skipped === 1);
      expect(await lot.keys()).toEqual([]);
    });

    it('puts aside what is not an event, and goes on', async () => {
      const { consumer, store, lot } = follow();
      await consumer.start();
      const headers = toHeaders(made('thing-1', 1));
      await bench.sendRaw(TOPIC, { key: 'thing-1', value: '{', headers });
      await bench.sendRaw(TOPIC, { key: null, value: null, headers: {} });
      await bench.sendRaw(TOPIC, { key: 'thing-1', value: Buffer.from([0xff, 0xfe]), headers });
      await publish(made('thing-1', 1));
      await until('the good one is applied', () => store.applied.length === 1);
      await until('three are put aside', async () => (await lot.keys(GROUP)).length === 3);
      const letters = await bench.read(deadLetterTopicOf(TOPIC, GROUP));
      expect(letters.map(({ headers: { dlq_reason } }) => dlq_reason)).toEqual(Array(3).fill('malformed'));
      expect((await lot.keys(GROUP)).map(({ reason }) => reason)).toEqual(Array(3).fill('malformed'));
    });

    it('takes a handler that hangs for a failure that may pass, then for poison', async () => {
      const hanging = Promise.withResolvers<void>();
      const { consumer, store, lot } = follow(async ({ subject }) => {
        if (subject === 'thing-1') await hanging.promise;
      });
      await consumer.start();
      await publish(made('thing-1', 1), made('thing-1', 2), made('thing-2', 1));
      await until('it is parked', async () => (await lot.entries(GROUP)).length === 2);
      await until('the other flows', () => store.appliedOf('thing-2').length === 1);
      expect(store.attempts.filter((each) => each === 'thing-1/1')).toHaveLength(2);
      expect((await lot.keys(GROUP))[0]?.error?.name).toBe('TookTooLong');
      hanging.resolve();
    });

    it('waits where the parking lot is away, rather than lose what belongs there', async () => {
      const lot = memoryParkingLot();
      let away = true;
      const flaky = {
        ...lot,
        park: async (entry: Parameters<typeof lot.park>[0]) => {
          if (away) throw new TransientFailure('The database is away');
          await lot.park(entry);
        },
      };
      const { consumer, store } = follow(
        ({ sequence }) => {
          if (sequence === 1) throw new Error('This can never be');
        },
        { lot: flaky },
      );
      await consumer.start();
      await publish(made('thing-1', 1), made('thing-1', 2));
      await until('it has tried', () => consumer.stats().retries >= 2);
      expect(store.applied).toEqual([]);
      away = false;
      await until('both are parked', async () => (await lot.entries(GROUP)).length === 2);
      expect(store.applied).toEqual([]);
    });

    it('refuses to publish to a topic that does not exist, as something that may pass', async () => {
      const sending = bench.messaging.publisher.publish([
        { topic: `absent-${randomUUID()}`, key: 'thing-1', envelopes: [made('thing-1', 1)] },
      ]);
      await expect(sending).rejects.toBeInstanceOf(TransientFailure);
    });

    it('shows a spy what was published, before or after it is asked', async () => {
      const spy = consumerSpy(bench.messaging, [thingMade]);
      await spy.start();
      const later = spy.sees('thing.made', { thingId: 'thing-2' });
      await publish(made('thing-1', 1), made('thing-2', 1));
      await expect(later).resolves.toMatchObject({ subject: 'thing-2', sequence: 1 });
      await expect(spy.sees('thing.made.v1', { thingId: 'thing-1' })).resolves.toMatchObject({ sequence: 1 });
      await expect(spy.sees('thing.made', { thingId: 'thing-3' }, 50)).rejects.toThrow('thing.made');
      await spy.stop();
    });
  });
}
