import type { AggregateStore } from '@waymark/aggregate-store';
import { todayInLondon, type Clock } from '@waymark/care-types';
import type { Log } from '@waymark/decisions';
import { importBatchTaken } from '@waymark/events';
import { on, type ParkingLot, type Subscription } from '@waymark/messaging';
import { awaitBatch, Batch, close, isGivenUp, isLate, type Arriving } from './batch.ts';
import type { SweepDefinition } from '../sweep.ts';

/** How the store of batches is kept. */
export const arrivalsSettings = {
  collection: 'import-arrivals',
  schema: Batch,
  indexes: [{ keys: { 'state.open': 1, 'state.at': 1, _id: 1 } }, { keys: { 'state.importId': 1 } }],
} as const;

export type Arrivals = {
  /** Undefined while everything that files have brought is here. As of the last look, about a second ago. */
  now(): Arriving | undefined;
  /** For a consumer group of its own: what is known of a file must not wait behind what the file brings. */
  consumes: readonly Subscription<unknown>[];
  sweep: SweepDefinition;
};

type Held = { batches: AggregateStore<Batch>; lot: Pick<ParkingLot, 'keys'>; clock: Clock; log: Log };

const everySecond = 1_000;
/** Batches that are looked at in one go: those behind them are still to come. */
const together = 100;

/**
 * What files of referrals have brought, and how much of it is here. `missing` tells which of some referrals are not;
 * `group` is the consumer group that follows what they become. Nothing is done for each referral: whether it is here is
 * asked of what the service holds anyway, so that a repeat or a crash changes no count.
 */
export function arrivals(
  { batches, lot, clock, log }: Held,
  {
    group,
    missing,
  }: { group: string; missing: (referralIds: readonly string[]) => Promise<readonly string[]> },
): Arrivals {
  let latest: Arriving | undefined;

  const look = async (): Promise<void> => {
    const { items } = await batches.page({
      filter: { 'state.open': true },
      sort: { 'state.at': 1 },
      limit: together,
    });
    if (items.length === 0) {
      latest = undefined;
      return;
    }
    const now = clock.now();
    const parked = new Set((await lot.keys(group)).map(({ key }) => key));
    const imports = new Map<string, { missing: number; stuck: number }>();
    for (const { id, state } of items) {
      const left = await missing(state.awaited);
      const givenUp = left.length > 0 && isGivenUp(state, now);
      if (givenUp) log.warn({ batchId: id, missing: left.length }, 'What a file brought has not arrived');
      if (left.length === 0 || givenUp) await batches.change(id, closing(id, clock), close);
      if (left.length === 0 || givenUp) continue;
      const sum = imports.get(state.importId) ?? { missing: 0, stuck: 0 };
      sum.missing += left.length;
      sum.stuck += isLate(state, left.length, now)
        ? left.length
        : left.filter((each) => parked.has(each)).length;
      imports.set(state.importId, sum);
    }
    latest = await summed(imports, items, batches);
  };

  return {
    now: () => latest,
    consumes: [
      on(importBatchTaken, ({ data, ...event }) =>
        batches.react(data.batchId, { ...event, data }, (before) =>
          awaitBatch(before, data, clock.now().toString()),
        ),
      ),
    ],
    sweep: {
      name: 'import-arrivals',
      does: 'looks how much of what files have brought is here',
      everyMs: everySecond,
      look,
    },
  };
}

/** What is missing of all imports that something is missing of. */
async function summed(
  imports: ReadonlyMap<string, { missing: number; stuck: number }>,
  looked: readonly { id: string }[],
  batches: AggregateStore<Batch>,
): Promise<Arriving | undefined> {
  const sum: Arriving = { arrived: 0, of: 0, stuck: 0 };
  const seen = new Set(looked.map(({ id }) => id));
  for (const [importId, { missing, stuck }] of imports) {
    sum.stuck += stuck;
    sum.arrived -= missing;
    for await (const { id, state } of batches.each({ 'state.importId': importId })) {
      sum.of += state.of;
      sum.arrived += state.open && !seen.has(id) ? 0 : state.of;
    }
  }
  return imports.size === 0 ? undefined : sum;
}

function closing(id: string, clock: Clock) {
  return {
    by: { id: 'import-arrivals', roles: [] },
    at: { instant: clock.now().toString(), date: todayInLondon(clock) },
    name: 'close-batch',
    key: `closed ${id}`,
    bodyHash: '',
  };
}
