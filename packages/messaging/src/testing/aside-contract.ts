import { toHeaders } from '@waymark/events';
import { memoryParkingLot } from './memory-parking-lot.ts';
import { deadLetterTopicOf, on, onResyncAsked, resyncTopicOf } from '../port/subscription.ts';
import type { ResyncAsked } from '../port/subscription.ts';
import { TransientFailure } from '../port/transient-failure.ts';
import { GROUP, TOPIC, onBench } from './bench.ts';
import type { MakeBench } from './bench.ts';
import { followThings, made, thingLost, things } from './things.ts';
import { until } from './until.ts';

/** What cannot be applied waits, with its key, and holds nobody else back. */
export function asideContract(name: string, makeBench: MakeBench): void {
  describe(`Messaging by ${name}: what cannot be applied`, () => {
    const { bench, publish, follow, ids } = onBench(makeBench);

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

      const [letter, ...more] = await bench().read(deadLetterTopicOf(TOPIC, GROUP));
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
      const two = follow(undefined, { store, lot, messaging: bench().another() });
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
      const consumer = bench().messaging.consumer(GROUP, [followThings(), refuses], store, { lot });
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
      const owner = bench().messaging.consumer(
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
      expect(await bench().read(resyncTopicOf(TOPIC))).toHaveLength(1);
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

    it('drops poison on request, finds the hole behind it and heals by the restatement', async () => {
      const { consumer, store, lot } = follow(({ sequence, resync }) => {
        if (sequence === 2 && resync !== true) throw new Error('This can never be');
      });
      await consumer.start();
      await publish(made('thing-1', 1), made('thing-1', 2), made('thing-1', 3));
      await until('two are parked', async () => (await lot.entries(GROUP)).length === 2);
      await lot.drop(GROUP, TOPIC, 'thing-1');
      await until('the hole is found', async () => (await lot.entries(GROUP))[0]?.reason === 'gap');
      expect(await bench().read(resyncTopicOf(TOPIC))).toHaveLength(1);
      await publish(made('thing-1', 3, { resync: true }));
      await until('the key is free', async () => (await lot.keys()).length === 0);
      expect(store.appliedOf('thing-1')).toEqual([1, 3]);
    });

    it('puts aside what is not an event, and goes on', async () => {
      const { consumer, store, lot } = follow();
      await consumer.start();
      const headers = toHeaders(made('thing-1', 1));
      await bench().sendRaw(TOPIC, { key: 'thing-1', value: '{', headers });
      await bench().sendRaw(TOPIC, { key: null, value: null, headers: {} });
      await bench().sendRaw(TOPIC, { key: 'thing-1', value: Buffer.from([0xff, 0xfe]), headers });
      await publish(made('thing-1', 1));
      await until('the good one is applied', () => store.applied.length === 1);
      await until('three are put aside', async () => (await lot.keys(GROUP)).length === 3);
      const letters = await bench().read(deadLetterTopicOf(TOPIC, GROUP));
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
  });
}
