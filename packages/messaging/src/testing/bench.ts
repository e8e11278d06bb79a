import type { Envelope } from '@waymark/events';
import type { Outgoing } from '../consuming/aside.ts';
import type { Timings } from '../consuming/timings.ts';
import { memoryParkingLot } from './memory-parking-lot.ts';
import type { Messaging } from '../port/messaging.ts';
import { followThings, things } from './things.ts';

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

export const TOPIC = 'things.v1';
export const GROUP = 'readers';
export const quick: Partial<Timings> = {
  handlerLimitMs: 200,
  timeoutsUntilPoison: 2,
  firstBackOffMs: 50,
  longestBackOffMs: 200,
  replayEveryMs: 100,
};

/** Makes a bench for one test. */
export type MakeBench = (timings: Partial<Timings>) => Promise<Bench>;

/** The words in which the contract is written: each test within gets a bench of its own. */
export function onBench(makeBench: MakeBench) {
  let current: Bench | undefined;
  const bench = (): Bench => {
    if (current === undefined) throw new Error('There is a bench only within a test');
    return current;
  };

  beforeEach(async () => {
    current = await makeBench(quick);
    await current.messaging.ensureTopics([TOPIC], { partitions: 3 });
  });
  afterEach(() => bench().close());

  const publish = (...envelopes: Envelope[]) =>
    bench().messaging.publisher.publish(
      [...Map.groupBy(envelopes, ({ subject }) => subject)].map(([key, ofKey]) => ({
        topic: TOPIC,
        key,
        envelopes: ofKey,
      })),
    );

  function follow(
    first?: Parameters<typeof followThings>[0],
    { messaging = bench().messaging, store = things(), lot = memoryParkingLot(), lateJoin = false } = {},
  ) {
    const consumer = messaging.consumer(GROUP, [followThings(first, { lateJoin })], store, { lot });
    return { consumer, store, lot };
  }

  const ids = (count: number) => Array.from({ length: count }, (_, at) => `thing-${at + 1}`);

  return { bench, publish, follow, ids };
}
