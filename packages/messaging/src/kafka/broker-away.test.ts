import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { TransientFailure } from '@waymark/decisions';
import { embeddedKafka } from '@waymark/testkit';
import { memoryParkingLot } from '../testing/memory-parking-lot.ts';
import { followThings, thingEvent, things } from '../testing/things.ts';
import { until } from '@waymark/testkit/until';
import { kafkaTestBroker } from '../testing/kafka-test-broker.ts';

// Long enough for every retry of the library to run out and for its consumer to crash and restart.
const awayMs = 15_000;
const keys = Array.from({ length: 8 }, (_, at) => `thing-${at + 1}`);

describe('A broker that goes away under load', () => {
  it('is found again unaided, with nothing lost and the order kept', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'waymark-broker-away-'));
    const kafka = await embeddedKafka({ dir });
    const broker = kafkaTestBroker(kafka.brokers, 'away.', { sendDeadlineMs: 5_000 });
    const { publisher } = broker.messaging;
    const store = things();
    const consumer = broker.messaging.consumer('readers', [followThings()], store, {
      lot: memoryParkingLot(),
    });
    await consumer.start();

    let loading = true;
    const acknowledged = new Map<string, number>();
    /** As the relay does: the same events again until they are acknowledged. */
    const load = keys.map(async (key) => {
      for (let sequence = 1; loading; sequence += 1) {
        for (;;) {
          try {
            await publisher.publish([{ topic: 'things.v1', key, envelopes: [thingEvent(key, sequence)] }]);
            break;
          } catch (error) {
            if (!(error instanceof TransientFailure)) throw error;
            await pass(200);
          }
        }
        acknowledged.set(key, sequence);
        await pass(5);
      }
    });
    const counted = () => [...acknowledged.values()].reduce((sum, count) => sum + count, 0);

    await until('there is load', () => store.applied.length > 200);
    await kafka.kill();
    await until('the absence is noticed', () => !broker.messaging.healthy().ok);
    await pass(awayMs);
    const before = { sent: counted(), applied: store.applied.length };
    await kafka.start();
    const back = performance.now();
    await until(
      'events are sent and applied again',
      () => counted() > before.sent && store.applied.length > before.applied + 8,
      30_000,
    );
    const foundAfterMs = performance.now() - back;
    expect(foundAfterMs).toBeLessThan(20_000);
    await until('the absence is over', () => broker.messaging.healthy().ok);

    await pass(500);
    loading = false;
    await Promise.all(load);
    for (const [key, count] of acknowledged) {
      await until(`all of ${key} is applied`, () => store.last.get(key) === count);
      expect(store.appliedOf(key)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
    }
    expect(broker.fatal).toEqual([]);
    const found = `found again after ${(foundAfterMs / 1_000).toFixed(1)} s`;
    console.log(`Broker away for ${awayMs / 1_000} s: ${counted()} events, 0 lost, ${found}`);

    await broker.close();
    await kafka.stop();
    await rm(dir, { recursive: true, force: true });
  }, 180_000);
});
