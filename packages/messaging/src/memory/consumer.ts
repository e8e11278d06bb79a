import type { Clock } from '@waymark/care-types';
import type { Intake } from '../consuming/intake.ts';
import type { Timings } from '../consuming/timings.ts';
import type { Consumer } from '../port/messaging.ts';
import type { MemoryBroker, Membership } from './broker.ts';

type MemoryConsumerNeeds = {
  broker: MemoryBroker;
  group: string;
  topics: readonly { topic: string; leaves: readonly string[] }[];
  intake: Intake;
  timings: Timings;
  clock: Clock;
};

/** One member of a group at a broker within the process. */
export function memoryConsumer({
  broker,
  group,
  topics,
  intake,
  timings,
  clock,
}: MemoryConsumerNeeds): Consumer {
  const pumping = new Map<string, Promise<void>>();
  const waiting = new Set<() => void>();
  let membership: Membership | undefined;
  let sweeping: NodeJS.Timeout | undefined;
  let stopping = false;
  let lastFetchAt: Temporal.Instant | undefined;

  const places = () =>
    topics.flatMap(({ topic }) =>
      Array.from({ length: broker.partitions(topic) }, (_, partition) => ({ topic, partition })),
    );

  /** Ends early when the consumer stops. */
  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      waiting.add(end);
    });
  }

  async function pump(member: Membership, topic: string, partition: number): Promise<void> {
    while (!stopping && member.holds(topic, partition)) {
      const left = await member.turns(topic, partition, async () => {
        const incoming = broker.read(topic, partition, member.committed(topic, partition));
        if (incoming === undefined || stopping || !member.holds(topic, partition)) return 'nothing';
        const taken = await intake.take(incoming);
        if (taken === 'done') member.commit(topic, partition, incoming.offset + 1);
        return taken;
      });
      if (left === 'nothing') return;
      if (left !== 'done') await wait(left.retryInMs);
    }
  }

  function wake(): void {
    const member = membership;
    if (member === undefined || stopping) return;
    lastFetchAt = clock.now();
    for (const { topic, partition } of places()) {
      const place = `${topic}/${partition}`;
      const more = () => broker.read(topic, partition, member.committed(topic, partition)) !== undefined;
      if (pumping.has(place) || !member.holds(topic, partition) || !more()) continue;
      const pumped = pump(member, topic, partition).finally(() => {
        pumping.delete(place);
        // A message may have come between the last look and this.
        if (!stopping && member.holds(topic, partition) && more()) wake();
      });
      pumping.set(place, pumped);
    }
  }

  return {
    async start() {
      for (const { topic, leaves } of topics) {
        for (const each of [topic, ...leaves]) broker.create(each);
      }
      const names = topics.map(({ topic }) => topic);
      membership = broker.join(group, { topics: names, assigned: () => intake.assigned(), wake });
      const member = membership;
      let busy = false;
      sweeping = setInterval(() => {
        if (busy) return;
        busy = true;
        // What fails now is tried at the next turn.
        const holds = (topic: string, partition: number) => member.holds(topic, partition);
        void intake
          .replay(holds)
          .catch(() => undefined)
          .finally(() => (busy = false));
      }, timings.replayEveryMs);
      wake();
    },

    async stop() {
      stopping = true;
      clearInterval(sweeping);
      for (const end of [...waiting]) end();
      await Promise.all(pumping.values());
      membership?.leave();
      membership = undefined;
    },

    stats() {
      const { applied, repeats, skipped, retries, deadLetters, parkedKeys, lastAppliedAt } = intake.tally();
      const member = membership;
      const lag =
        member === undefined
          ? 0
          : places()
              .filter(({ topic, partition }) => member.holds(topic, partition))
              .reduce(
                (sum, { topic, partition }) =>
                  sum + broker.end(topic, partition) - member.committed(topic, partition),
                0,
              );
      return {
        lag,
        parkedKeys,
        dlqTotal: deadLetters,
        applied,
        repeats,
        skipped,
        retries,
        lastFetchAt,
        lastAppliedAt,
        crash: undefined,
      };
    },

    healthy: () =>
      membership === undefined ? { ok: false, why: 'The consumer has not started' } : { ok: true },
  };
}
