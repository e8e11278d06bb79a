import type { Envelope } from '@waymark/events';
import type { Outbox } from './outbox.ts';

/** What waits to be sent of one aggregate. With a generation it was found under a lease, not written here. */
export type QueuedAggregate = {
  outbox: Outbox;
  topic: string;
  id: string;
  shard?: number;
  envelopes: Envelope[];
  generation?: number;
};

/** Aggregates with something to send, in the order in which they came; each once, with all its events in sequence. */
export type SendQueue = {
  /** Add events, leaving out those already here or already acknowledged. */
  add(waiting: QueuedAggregate): void;
  /** Take out so many aggregates from the front. */
  take(most: number): QueuedAggregate[];
  /** Note what the broker has. */
  acknowledge(sent: readonly QueuedAggregate[]): void;
  /** How far the broker has an aggregate, as far as this process remembers. */
  acknowledged(outbox: Outbox, id: string): number;
  has(outbox: Outbox, id: string): boolean;
  size(): number;
};

/** So many aggregates are kept in memory while the broker is away; the others are found again in the database. */
const maxQueued = 5_000;
/** Of so many aggregates the last acknowledged sequence is remembered. */
const maxRemembered = 10_000;

export function sendQueue(): SendQueue {
  const waiting = new Map<string, QueuedAggregate>();
  const acknowledged = new Map<string, number>();

  return {
    add: (added) => {
      const name = nameOf(added.outbox, added.id);
      const there = waiting.get(name);
      if (there === undefined && waiting.size >= maxQueued) return;
      const from = acknowledged.get(name) ?? 0;
      const envelopes = inSequence([...(there?.envelopes ?? []), ...added.envelopes], from);
      // What this process wrote itself needs no lease, and stays free of one.
      const { generation, ...free } = there ?? added;
      const fenced = added.generation !== undefined && generation !== undefined ? { generation } : {};
      if (envelopes.length > 0) waiting.set(name, { ...free, envelopes, ...fenced });
    },
    take: (most) => {
      const taken = [...waiting].slice(0, most);
      taken.forEach(([name]) => waiting.delete(name));
      return taken.map(([, one]) => one);
    },
    acknowledge: (sent) => {
      for (const { outbox, id, envelopes } of sent) {
        const name = nameOf(outbox, id);
        const last = Math.max(acknowledged.get(name) ?? 0, envelopes.at(-1)?.sequence ?? 0);
        acknowledged.delete(name);
        acknowledged.set(name, last);
      }
      for (const name of acknowledged.keys()) {
        if (acknowledged.size <= maxRemembered) break;
        acknowledged.delete(name);
      }
    },
    acknowledged: (outbox, id) => acknowledged.get(nameOf(outbox, id)) ?? 0,
    has: (outbox, id) => waiting.has(nameOf(outbox, id)),
    size: () => waiting.size,
  };
}

/** Each event once, in order, without those up to a sequence. */
function inSequence(envelopes: readonly Envelope[], after: number): Envelope[] {
  const bySequence = new Map(envelopes.map((envelope) => [envelope.sequence, envelope]));
  return [...bySequence.values()]
    .filter(({ sequence }) => sequence > after)
    .toSorted((a, b) => a.sequence - b.sequence);
}

function nameOf(outbox: Outbox, id: string): string {
  return `${outbox.name}/${id}`;
}
