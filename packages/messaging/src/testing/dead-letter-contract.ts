import { TransientFailure } from '@waymark/decisions';
import { toHeaders } from '@waymark/events';
import { memoryParkingLot } from './memory-parking-lot.ts';
import {
  deadLetterTopicOf,
  on,
  onResyncRequested,
  resyncTopicOf,
  type ResyncRequest,
} from '../port/subscription.ts';
import { group, topic, withTestBroker, type OpenTestBroker } from './test-broker.ts';
import { followThings, thingEvent, thingLost, things } from './things.ts';
import { until } from '@waymark/testkit/until';

/** What cannot be applied is parked with its key, and other keys go on. */
export function deadLetterContract(name: string, openTestBroker: OpenTestBroker): void {
  describe(`Messaging by ${name}: what cannot be applied`, () => {
    const { broker, publish, follow, ids } = withTestBroker(openTestBroker);

    it('dead-letters poison, parks its key in order, and goes on with the others', async () => {
      const { consumer, store, lot } = follow(({ subject, sequence }) => {
        if (subject === 'thing-1' && sequence === 2) throw new Error('This can never be');
      });
      await consumer.start();
      const all = ids(6);
      for (let sequence = 1; sequence <= 4; sequence += 1)
        await publish(...all.map((id) => thingEvent(id, sequence)));
      await until('the others are applied', () => store.applied.length === 5 * 4 + 1);
      await until('all of the key is parked', async () => (await lot.entries(group)).length === 3);
      expect((await lot.entries(group)).map(({ sequence, reason }) => [sequence, reason])).toEqual([
        [2, 'poison'],
        [3, 'behind'],
        [4, 'behind'],
      ]);
      for (const id of all.slice(1)) expect(store.appliedOf(id)).toEqual([1, 2, 3, 4]);

      const [letter, ...more] = await broker().read(deadLetterTopicOf(topic, group));
      expect(more).toEqual([]);
      expect(letter).toMatchObject({
        key: 'thing-1',
        value: JSON.stringify(thingEvent('thing-1', 2).data),
        headers: {
          ce_sequence: '2',
          dlq_reason: 'poison',
          dlq_error: 'Error',
          dlq_group: group,
          dlq_topic: topic,
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
      await publish(thingEvent('thing-1', 1));
      await until('it is parked', async () => (await lot.keys()).length === 1);
      await one.consumer.stop();
      const two = follow(undefined, { store, lot, messaging: broker().another() });
      await two.consumer.start();
      await publish(thingEvent('thing-1', 2), thingEvent('thing-2', 1));
      await until('the later event waits too', async () => (await lot.entries(group)).length === 2);
      await until('the other key flows', () => store.applied.length === 1);
      expect(store.applied).toEqual(['thing-2/1']);
    });

    it('treats data that breaks the schema, and what a handler refuses, as poison', async () => {
      const store = things();
      const lot = memoryParkingLot();
      const refuses = on(thingLost, async () => ({ refused: 'thing-not-known' as const }));
      const consumer = broker().messaging.consumer(group, [followThings(), refuses], store, { lot });
      await consumer.start();
      await publish(
        thingEvent('thing-1', 1, { data: { thingId: 'thing-1', note: 7 } }),
        thingEvent('thing-2', 1, { type: thingLost.type }),
      );
      await until('both are parked', async () => (await lot.keys(group)).length === 2);
      const errors = (await lot.keys(group)).map(({ key, error }) => [key, error]);
      expect(Object.fromEntries(errors)).toEqual({
        'thing-1': { name: 'SchemaFailure', message: 'note: invalid_type' },
        'thing-2': { name: 'Refused', message: 'thing-not-known' },
      });
      expect(store.attempts).toEqual([]);
    });

    it('applies what was parked in order when it is replayed after the fix', async () => {
      let broken = true;
      const { consumer, store, lot } = follow(({ sequence }) => {
        if (broken && sequence === 2) throw new Error('A fault in our code');
      });
      await consumer.start();
      await publish(thingEvent('thing-1', 1), thingEvent('thing-1', 2), thingEvent('thing-1', 3));
      await until('two are parked', async () => (await lot.entries(group)).length === 2);

      await lot.markReplay(group, topic, 'thing-1');
      await until('the replay has failed again', () => store.attempts.length === 3);
      await until('its mark is gone', async () => (await lot.nextToReplay(group)).length === 0);
      expect((await lot.entries(group)).map(({ reason }) => reason)).toEqual(['poison', 'behind']);

      broken = false;
      await lot.markReplay(group, topic, 'thing-1');
      await until('the key is free', async () => (await lot.keys()).length === 0);
      await publish(thingEvent('thing-1', 4));
      await until('all are applied', () => store.applied.length === 4);
      expect(store.appliedOf('thing-1')).toEqual([1, 2, 3, 4]);
    });

    it('requests what is missing and is healed by the restatement', async () => {
      const { consumer, store, lot } = follow();
      const requests: ResyncRequest[] = [];
      const owner = broker().messaging.consumer(
        'things',
        [
          onResyncRequested(topic, async (ask) => {
            requests.push(ask);
            await publish(thingEvent(ask.key, 5, { resync: true }));
            return 'applied';
          }),
        ],
        undefined,
        { lot: memoryParkingLot() },
      );
      await Promise.all([consumer.start(), owner.start()]);
      await publish(thingEvent('thing-1', 1));
      await until('the first is applied', () => store.applied.length === 1);
      await publish(thingEvent('thing-1', 4), thingEvent('thing-1', 5), thingEvent('thing-2', 1));
      await until('the restatement is applied', () => store.last.get('thing-1') === 5);
      await until('the key is free', async () => (await lot.keys()).length === 0);
      await publish(thingEvent('thing-1', 6));
      await until('it goes on', () => store.last.get('thing-1') === 6);
      expect(store.appliedOf('thing-1')).toEqual([1, 5, 6]);
      expect(store.appliedOf('thing-2')).toEqual([1]);
      expect(requests).toEqual([{ key: 'thing-1', have: 1, group: group }]);
      expect(await broker().read(resyncTopicOf(topic))).toHaveLength(1);
    });

    it('applies what lies beyond the restatement too', async () => {
      const { consumer, store, lot } = follow();
      await consumer.start();
      await publish(thingEvent('thing-1', 3), thingEvent('thing-1', 4), thingEvent('thing-1', 5));
      await until('they wait', async () => (await lot.entries(group)).length === 3);
      await publish(thingEvent('thing-1', 4, { resync: true }));
      await until('the key is free', async () => (await lot.keys()).length === 0);
      expect(store.appliedOf('thing-1')).toEqual([4, 5]);
    });

    it('drops poison on request, finds the gap behind it and is healed by the restatement', async () => {
      const { consumer, store, lot } = follow(({ sequence, resync }) => {
        if (sequence === 2 && resync !== true) throw new Error('This can never be');
      });
      await consumer.start();
      await publish(thingEvent('thing-1', 1), thingEvent('thing-1', 2), thingEvent('thing-1', 3));
      await until('two are parked', async () => (await lot.entries(group)).length === 2);
      await lot.drop(group, topic, 'thing-1');
      await until('the gap is found', async () => (await lot.entries(group))[0]?.reason === 'gap');
      expect(await broker().read(resyncTopicOf(topic))).toHaveLength(1);
      await publish(thingEvent('thing-1', 3, { resync: true }));
      await until('the key is free', async () => (await lot.keys()).length === 0);
      expect(store.appliedOf('thing-1')).toEqual([1, 3]);
    });

    it('dead-letters what is not an event, and goes on', async () => {
      const { consumer, store, lot } = follow();
      await consumer.start();
      const headers = toHeaders(thingEvent('thing-1', 1));
      await broker().sendRaw(topic, { key: 'thing-1', value: '{', headers });
      await broker().sendRaw(topic, { key: null, value: null, headers: {} });
      await broker().sendRaw(topic, { key: 'thing-1', value: Buffer.from([0xff, 0xfe]), headers });
      await publish(thingEvent('thing-1', 1));
      await until('the good one is applied', () => store.applied.length === 1);
      await until('three are parked', async () => (await lot.keys(group)).length === 3);
      const letters = await broker().read(deadLetterTopicOf(topic, group));
      expect(letters.map(({ headers: { dlq_reason } }) => dlq_reason)).toEqual(Array(3).fill('malformed'));
      expect((await lot.keys(group)).map(({ reason }) => reason)).toEqual(Array(3).fill('malformed'));
    });

    it('treats a handler that hangs as a transient failure, then as poison', async () => {
      const hanging = Promise.withResolvers<void>();
      const { consumer, store, lot } = follow(async ({ subject }) => {
        if (subject === 'thing-1') await hanging.promise;
      });
      await consumer.start();
      await publish(thingEvent('thing-1', 1), thingEvent('thing-1', 2), thingEvent('thing-2', 1));
      await until('it is parked', async () => (await lot.entries(group)).length === 2);
      await until('the other flows', () => store.appliedOf('thing-2').length === 1);
      expect(store.attempts.filter((each) => each === 'thing-1/1')).toHaveLength(2);
      expect((await lot.keys(group))[0]?.error?.name).toBe('TookTooLong');
      hanging.resolve();
    });

    it('waits while the parking lot is away, rather than lose what belongs there', async () => {
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
      await publish(thingEvent('thing-1', 1), thingEvent('thing-1', 2));
      await until('it has tried', () => consumer.stats().retries >= 2);
      expect(store.applied).toEqual([]);
      away = false;
      await until('both are parked', async () => (await lot.entries(group)).length === 2);
      expect(store.applied).toEqual([]);
    });
  });
}
