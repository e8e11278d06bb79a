import { randomUUID } from 'node:crypto';
import { TransientFailure } from '@waymark/decisions';
import type { Envelope } from '@waymark/events';
import { withTestBroker, type OpenTestBroker } from './test-broker.ts';
import { consumerSpy } from './consumer-spy.ts';
import { thingEvent, thingMade, things } from './things.ts';
import { until } from '@waymark/testkit/until';

/** Every event reaches every group, at least once, in the order of its key. */
export function deliveryContract(name: string, openTestBroker: OpenTestBroker): void {
  describe(`Messaging by ${name}: what is delivered`, () => {
    const { broker, publish, follow, ids } = withTestBroker(openTestBroker);

    it('delivers every event of a batch, in order of its key', async () => {
      const { consumer, store } = follow();
      await consumer.start();
      const all = ids(12);
      for (let sequence = 1; sequence <= 10; sequence += 1) {
        await publish(...all.map((id) => thingEvent(id, sequence)));
      }
      await until('all are applied', () => store.applied.length === 120);
      for (const id of all) expect(store.appliedOf(id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(consumer.stats()).toMatchObject({ applied: 120, dlqTotal: 0, crash: undefined });
      expect(consumer.healthy()).toEqual({ ok: true });
      expect(broker().messaging.healthy()).toEqual({ ok: true });
    });

    it('delivers what was published before the group began, with its attributes', async () => {
      const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      await publish(thingEvent('thing-1', 1, { traceparent: trace }));
      const got: Envelope[] = [];
      const { consumer } = follow((event) => void got.push(event));
      await consumer.start();
      await until('it is seen', () => got.length === 1);
      expect(got).toEqual([thingEvent('thing-1', 1, { traceparent: trace })]);
    });

    it('keeps the order of calls that overlap', async () => {
      const { consumer, store } = follow();
      await consumer.start();
      const calls = ids(20).map((id) => publish(thingEvent(id, 1), thingEvent(id, 2), thingEvent(id, 3)));
      await Promise.all(calls);
      await until('all are applied', () => store.applied.length === 60);
      for (const id of ids(20)) expect(store.appliedOf(id)).toEqual([1, 2, 3]);
    });

    it('counts a repeat as a repeat and does not apply it', async () => {
      const { consumer, store } = follow();
      await consumer.start();
      await publish(thingEvent('thing-1', 1), thingEvent('thing-1', 2));
      await publish(thingEvent('thing-1', 1), thingEvent('thing-1', 2), thingEvent('thing-1', 3));
      await until('the last is applied', () => store.appliedOf('thing-1').length === 3);
      expect(store.appliedOf('thing-1')).toEqual([1, 2, 3]);
      expect(consumer.stats().repeats).toBeGreaterThanOrEqual(2);
    });

    it('goes on where it had committed when a consumer stops and another starts', async () => {
      const store = things();
      const one = follow(undefined, { store });
      await one.consumer.start();
      await publish(...ids(5).map((id) => thingEvent(id, 1)));
      await until('the first are applied', () => store.applied.length === 5);
      await one.consumer.stop();
      await publish(...ids(5).map((id) => thingEvent(id, 2)));
      const two = follow(undefined, { store, messaging: broker().another() });
      await two.consumer.start();
      await until('the second are applied', () => store.applied.length === 10);
      expect(two.consumer.stats().repeats).toBe(0);
    });

    it('loses nothing and keeps the order when a second member joins and the first leaves', async () => {
      const store = things();
      const one = follow(undefined, { store });
      const two = follow(undefined, { store, messaging: broker().another() });
      await one.consumer.start();
      const all = ids(24);
      let sequence = 0;
      const publishing = (async () => {
        while (sequence < 20 || (two.consumer.stats().applied === 0 && sequence < 1_000)) {
          sequence += 1;
          await publish(...all.map((id) => thingEvent(id, sequence)));
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

    it('retries a transient failure, and lets nothing of the key overtake', async () => {
      let failing = 3;
      const { consumer, store, lot } = follow((event) => {
        if (event.sequence === 2 && failing > 0) {
          failing -= 1;
          throw new TransientFailure('The database is away');
        }
      });
      await consumer.start();
      await publish(thingEvent('thing-1', 1), thingEvent('thing-1', 2), thingEvent('thing-1', 3));
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
      await publish(thingEvent('thing-1', 1), thingEvent('thing-1', 2), thingEvent('thing-1', 3));
      await until('it has tried twice', () => one.consumer.stats().retries >= 2);
      await one.consumer.stop();
      expect(store.appliedOf('thing-1')).toEqual([1]);
      const two = follow(undefined, { store, messaging: broker().another() });
      await two.consumer.start();
      await until('the rest is applied', () => store.applied.length === 3);
      expect(store.appliedOf('thing-1')).toEqual([1, 2, 3]);
    });

    it('lets a late joiner begin anywhere, because events carry full state', async () => {
      const { consumer, store, lot } = follow(undefined, { lateJoin: true });
      await consumer.start();
      await publish(thingEvent('thing-1', 3), thingEvent('thing-1', 7));
      await until('both are applied', () => store.applied.length === 2);
      expect(store.appliedOf('thing-1')).toEqual([3, 7]);
      expect(await lot.keys()).toEqual([]);
    });

    it('skips types that the group does not subscribe to, and counts them', async () => {
      const { consumer, store, lot } = follow();
      await consumer.start();
      await publish(thingEvent('thing-1', 1, { type: 'thing.painted.v1' }), thingEvent('thing-2', 1));
      await until('the known one is applied', () => store.applied.length === 1);
      await until('the other is counted', () => consumer.stats().skipped === 1);
      expect(await lot.keys()).toEqual([]);
    });

    it('refuses to publish to a topic that does not exist, as a transient failure', async () => {
      const sending = broker().messaging.publisher.publish([
        { topic: `absent-${randomUUID()}`, key: 'thing-1', envelopes: [thingEvent('thing-1', 1)] },
      ]);
      await expect(sending).rejects.toBeInstanceOf(TransientFailure);
    });

    it('shows a spy what was published, before or after it is asked', async () => {
      const spy = consumerSpy(broker().messaging, [thingMade]);
      await spy.start();
      const later = spy.sees('thing.made', { thingId: 'thing-2' });
      await publish(thingEvent('thing-1', 1), thingEvent('thing-2', 1));
      await expect(later).resolves.toMatchObject({ subject: 'thing-2', sequence: 1 });
      await expect(spy.sees('thing.made.v1', { thingId: 'thing-1' })).resolves.toMatchObject({ sequence: 1 });
      await expect(spy.sees('thing.made', { thingId: 'thing-3' }, 50)).rejects.toThrow('thing.made');
      await spy.stop();
    });
  });
}
