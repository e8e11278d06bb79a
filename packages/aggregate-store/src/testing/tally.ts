import { CalendarDate, type Clock } from '@waymark/care-types';
import { decide, refuse, type Decided, type Decision, type CommandMeta, type Log } from '@waymark/decisions';
import { event } from '@waymark/events';
import type { FaultPoints } from '@waymark/messaging';
import { fakeClock } from '@waymark/testkit/clock';
import { z } from 'zod';
import { aggregateStore, type AggregateStore } from '../aggregate-store.ts';
import type { Database } from '../connect.ts';

/** The smallest aggregate that can be wrong: amounts in the order in which they came, and their sum. */
export const Tally = z.object({ tallyId: z.string(), total: z.int(), amounts: z.array(z.int()) });
export type Tally = z.infer<typeof Tally>;

export const tallyRaised = event('tally.raised', 1, {
  about: 'An amount was added.',
  topic: 'tallies.v1',
  key: 'tallyId',
  data: Tally,
  example: { tallyId: 'tally-1', total: 3, amounts: [1, 2] },
});

/** The amount that is published twice, so that one write has two events. */
export const twoEvents = 1_000_000;

export function begin(tallyId: string, amount: number): Decided<Tally> {
  const tally = { tallyId, total: amount, amounts: [amount] };
  return decide(
    tally,
    Array.from({ length: Math.max(1, eventCount(amount)) }, () => tallyRaised(tally)),
  );
}

/** Add an amount. A negative one is refused; zero makes no event. */
export function raise(tally: Tally, amount: number): Decision<Tally> {
  if (amount < 0) return refuse('amount-below-nothing', { amount });
  const raised = { ...tally, total: tally.total + amount, amounts: [...tally.amounts, amount] };
  return decide(
    raised,
    Array.from({ length: eventCount(amount) }, () => tallyRaised(raised)),
  );
}

/** How many events an amount makes. The first of a tally makes at least one. */
export function eventCount(amount: number): number {
  if (amount === twoEvents) return 2;
  return amount === 0 ? 0 : 1;
}

export function tallies(
  db: Database,
  {
    collection = 'tallies',
    clock = fakeClock(),
    fault,
  }: { collection?: string; clock?: Clock; fault?: FaultPoints } = {},
): AggregateStore<Tally> {
  return aggregateStore(
    db,
    {
      collection,
      schema: Tally,
      topic: tallyRaised.topic,
      source: 'tally-keeper',
      indexes: [{ keys: { 'state.total': 1, _id: 1 } }],
    },
    { clock, ...(fault && { fault }) },
  );
}

export function command(key: string, more: Partial<CommandMeta> = {}): CommandMeta {
  return {
    by: { id: 'staff-1', roles: ['triage'] },
    at: { instant: '2025-03-31T10:00:00Z', date: CalendarDate.parse('2025-03-31') },
    name: 'raise-tally',
    key,
    bodyHash: `hash of ${key}`,
    ...more,
  };
}

/** A log that keeps its lines for the test. */
export function recordingLog(): Log & { lines: { level: string; fields: object; message: string }[] } {
  const lines: { level: string; fields: object; message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  const log = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
  };
  const kept = { ...log, lines, child: () => kept };
  return kept;
}
