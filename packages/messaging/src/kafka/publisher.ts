import { TransientFailure, type Log } from '@waymark/decisions';
import { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';
import { causeOf } from '../consuming/cause.ts';
import type { ConsumerSettings } from '../consuming/consumer-settings.ts';
import { libraryRetry } from './connection.ts';

// A broker accepts 1 MiB for one partition in one request, headers and framing included.
const largestMessageBytes = 900_000;
const largestRequestBytes = 500_000;

/** A message for a topic, both as the broker names them. */
export type Addressed = { topic: string; message: Message };

export type Sender = {
  /** Resolves when all are acknowledged by all in-sync replicas; rejects with TransientFailure by the deadline. */
  send(messages: readonly Addressed[]): Promise<void>;
  /** Why the last send failed, where it did. */
  failing(): string | undefined;
  close(): Promise<void>;
};

type Call = { left: number; resolve(): void; reject(error: unknown): void; failed: boolean };
type Queued = Addressed & { bytes: number; call: Call };

/**
 * One request at a time. Messages that come meanwhile go together into the next one: no waiting when it is
 * quiet, large requests when it is busy, and the order of the calls is the order on the wire. Two at a time would lose
 * events: when a connection breaks, kafkajs gives the number of the request that failed to the next one, and a broker
 * that has the first takes the next for a repeat of it.
 */
export function kafkaSender(
  kafka: Kafka,
  { log, settings }: { log: Log; settings: ConsumerSettings },
): Sender {
  const queue: Queued[] = [];
  let current: Promise<Producer> | undefined;
  let sending: Promise<void> | undefined;
  let failing: string | undefined;

  async function connected(): Promise<Producer> {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: libraryRetry,
    });
    await producer.connect();
    return producer;
  }

  /** A producer that has failed may still hold a request, so the next send gets a new one. */
  function discard(producer: Promise<Producer> | undefined): void {
    current = undefined;
    producer
      ?.then((old) => old.disconnect())
      .catch((error: unknown) =>
        log.debug({ cause: causeOf(error) }, 'A failed producer could not be closed'),
      );
  }

  async function sendRequest(request: readonly Queued[]): Promise<void> {
    const byTopic = Map.groupBy(request, ({ topic }) => topic);
    const topicMessages = [...byTopic].map(([topic, queued]) => ({
      topic,
      messages: queued.map(({ message }) => message),
    }));
    current ??= connected();
    const producer = current;
    const sent = producer.then((ready) => ready.sendBatch({ acks: -1, topicMessages }));
    try {
      await withDeadline(settings.sendDeadlineMs, sent);
      failing = undefined;
    } catch (error) {
      discard(producer);
      failing = causeOf(error).message;
      throw new TransientFailure(`Kafka did not take the events: ${failing}`, { cause: error });
    }
  }

  async function sendQueued(): Promise<void> {
    while (queue.length > 0) {
      const request = nextRequest(queue);
      try {
        await sendRequest(request);
        for (const { call } of request) {
          call.left -= 1;
          if (call.left === 0) call.resolve();
        }
      } catch (error) {
        for (const { call } of request) {
          call.failed = true;
          call.reject(error);
        }
        // The rest of a failed call must not overtake what its caller will send again.
        queue.splice(0, queue.length, ...queue.filter(({ call }) => !call.failed));
      }
    }
    sending = undefined;
  }

  return {
    async send(messages) {
      if (messages.length === 0) return;
      const sized = messages.map((addressed) => ({ ...addressed, bytes: sizeOf(addressed.message) }));
      const tooLarge = sized.find(({ bytes }) => bytes > largestMessageBytes);
      if (tooLarge) throw new Error(`An event of ${tooLarge.bytes} bytes is larger than a broker takes`);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const call: Call = { left: sized.length, resolve, reject, failed: false };
      queue.push(...sized.map((each) => ({ ...each, call })));
      sending ??= sendQueued();
      await promise;
    },

    failing: () => failing,

    async close() {
      await sending;
      const producer = await current?.catch(() => undefined);
      current = undefined;
      await producer?.disconnect();
    },
  };
}

function nextRequest(queue: Queued[]): Queued[] {
  let bytes = 0;
  const end = queue.findIndex((queued, at) => {
    bytes += queued.bytes;
    return bytes > largestRequestBytes && at > 0;
  });
  return queue.splice(0, end === -1 ? queue.length : end);
}

function sizeOf({ key, value, headers = {} }: Message): number {
  const own = Object.entries(headers).map(
    ([name, header]) => name.length + byteLength(header?.toString() ?? '') + 10,
  );
  return byteLength(key ?? '') + byteLength(value ?? '') + own.reduce((sum, size) => sum + size, 100);
}

function byteLength(given: Buffer | string): number {
  return Buffer.byteLength(given);
}

async function withDeadline<T>(deadlineMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no acknowledgement within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
