import { randomUUID } from 'node:crypto';
import type { Clock } from '@waymark/care-types';
import type { Database } from './connect.ts';
import { isDuplicate, asTransient } from './transient-errors.ts';

/** Held until the instant. Each new holder has a higher generation than every holder before: the fencing number. */
export type Lease = { generation: number; until: Temporal.Instant };

type LeaseDocument = { _id: string; owner: string; generation: number; expiresAt: Date };

/** Leases on named things, each held by one process at a time. Calls throw TransientFailure. */
export type Leases = {
  /** Take the lease or prolong it; undefined while somebody else holds it. */
  hold(name: string): Promise<Lease | undefined>;
  /** True while this process may believe that it holds that very lease. */
  holds(name: string, generation: number): boolean;
  /** The highest generation held so far. */
  highest(): number;
  /** Give everything back, so that the next one need not wait for the end of the term. */
  release(): Promise<void>;
};

const leaseTerm = Temporal.Duration.from({ seconds: 10 });
const renewBefore = Temporal.Duration.from({ seconds: 5 });

/** Leases kept in the collection `leases`, by the clock given: the machines' clocks should agree within a few seconds. */
export function leases(db: Database, { clock }: { clock: Clock }): Leases {
  const owner = randomUUID();
  const collection = db.connection.collection<LeaseDocument>('leases');
  const held = new Map<string, Lease>();
  let highest = 0;

  const prolong = async (name: string, generation: number, until: Temporal.Instant): Promise<boolean> => {
    const { matchedCount } = await collection.updateOne(
      { _id: name, owner, generation },
      { $set: { expiresAt: dateOf(until) } },
    );
    return matchedCount === 1;
  };

  const take = async (name: string, until: Temporal.Instant): Promise<number | undefined> => {
    try {
      const taken = await collection.findOneAndUpdate(
        { _id: name, expiresAt: { $lte: dateOf(clock.now()) } },
        { $set: { owner, expiresAt: dateOf(until) }, $inc: { generation: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      return taken?.generation;
    } catch (error) {
      if (isDuplicate(error)) return undefined;
      throw error;
    }
  };

  return {
    hold: (name) =>
      asTransient(async () => {
        const now = clock.now();
        const until = now.add(leaseTerm);
        const mine = held.get(name);
        if (mine !== undefined && isBefore(now, mine.until.subtract(renewBefore))) return mine;
        if (
          mine !== undefined &&
          isBefore(now, mine.until) &&
          (await prolong(name, mine.generation, until))
        ) {
          const lease = { generation: mine.generation, until };
          held.set(name, lease);
          return lease;
        }
        held.delete(name);
        const generation = await take(name, until);
        if (generation === undefined) return undefined;
        const lease = { generation, until };
        held.set(name, lease);
        highest = Math.max(highest, generation);
        return lease;
      }),
    holds: (name, generation) => {
      const mine = held.get(name);
      return mine !== undefined && mine.generation === generation && isBefore(clock.now(), mine.until);
    },
    highest: () => highest,
    release: () =>
      asTransient(async () => {
        const names = [...held];
        held.clear();
        for (const [name, { generation }] of names)
          await collection.updateOne({ _id: name, owner, generation }, { $set: { expiresAt: new Date(0) } });
      }),
  };
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}

function dateOf(instant: Temporal.Instant): Date {
  return new Date(instant.epochMilliseconds);
}
