import type { Envelope } from '@waymark/events';
import type { Outgoing } from '../consuming/park-or-dead-letter.ts';
import type { ConsumerSettings } from '../consuming/consumer-settings.ts';
import { memoryParkingLot } from './memory-parking-lot.ts';
import type { Messaging } from '../port/messaging.ts';
import { followThings, things } from './things.ts';

/** Messaging at a broker, for one test. */
export type TestBroker = {
  messaging: Messaging;
  /** Another process at the same broker. */
  another(): Messaging;
  /** Sends a message past the port, as a foreign program would. */
  sendRaw(topic: string, message: Outgoing): Promise<void>;
  /** Everything in the topic, oldest first within a key. */
  read(
    topic: string,
  ): Promise<{ key: string | null; value: string | null; headers: Record<string, string> }[]>;
  close(): Promise<void>;
};

export const topic = 'things.v1';
export const group = 'readers';
export const quickSettings: Partial<ConsumerSettings> = {
  handlerLimitMs: 200,
  timeoutsUntilPoison: 2,
  firstBackoffMs: 50,
  longestBackoffMs: 200,
  replayEveryMs: 100,
};

/** Opens a broker for one test. */
export type OpenTestBroker = (settings: Partial<ConsumerSettings>) => Promise<TestBroker>;

/** What the tests of the contract use. Each test gets topics and groups of its own. */
export function withTestBroker(openTestBroker: OpenTestBroker) {
  let current: TestBroker | undefined;
  const broker = (): TestBroker => {
    if (current === undefined) throw new Error('There is a broker only within a test');
    return current;
  };

  beforeEach(async () => {
    current = await openTestBroker(quickSettings);
    await current.messaging.ensureTopics([topic], { partitions: 3 });
  });
  afterEach(() => broker().close());

  const publish = (...envelopes: Envelope[]) =>
    broker().messaging.publisher.publish(
      [...Map.groupBy(envelopes, ({ subject }) => subject)].map(([key, ofKey]) => ({
        topic,
        key,
        envelopes: ofKey,
      })),
    );

  function follow(
    first?: Parameters<typeof followThings>[0],
    { messaging = broker().messaging, store = things(), lot = memoryParkingLot(), lateJoin = false } = {},
  ) {
    const consumer = messaging.consumer(group, [followThings(first, { lateJoin })], store, { lot });
    return { consumer, store, lot };
  }

  const ids = (count: number) => Array.from({ length: count }, (_, at) => `thing-${at + 1}`);

  return { broker, publish, follow, ids };
}
