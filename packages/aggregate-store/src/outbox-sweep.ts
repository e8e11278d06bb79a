import type { Clock } from '@waymark/care-types';
import { TransientFailure, type Log } from '@waymark/decisions';
import { shardCount } from './document.ts';
import { nameOf } from './error-name.ts';
import type { Leases } from './lease.ts';
import type { Outbox, Unsent } from './outbox.ts';
import { idle } from './wake-up-signal.ts';

const sweepLimit = 200;
/** The writer's own relay has so long to send; then the sweeper takes what is left. */
const gracePeriod = Temporal.Duration.from({ seconds: 2 });

/** The lease under which something unsent was found. */
export type FoundUnder = { shard: number; generation: number };

export type OutboxSweep = {
  /** What any process left unsent, without waiting for the end of its leases. How much there was. */
  all(): Promise<number>;
  /** Everything once, then what others leave behind, under leases, every so often, until the signal aborts. */
  run(): Promise<void>;
};

/** Finds what is unsent in the outboxes and gives it to `found`. `swept` is called after each round under leases. */
export function outboxSweep(
  outboxes: readonly Outbox[],
  leaseName: (shard: number) => string,
  {
    leases,
    clock,
    log,
    everyMs,
    stopping,
    found,
    swept,
  }: {
    leases: Leases;
    clock: Clock;
    log: Log;
    everyMs: number;
    stopping: AbortSignal;
    found(outbox: Outbox, unsent: Unsent, under?: FoundUnder): void;
    swept(): Promise<void>;
  },
): OutboxSweep {
  const sweepOutbox = async (
    outbox: Outbox,
    before: Temporal.Instant,
    under?: FoundUnder,
  ): Promise<number> => {
    const unsent = await outbox.unsent({
      before,
      limit: sweepLimit,
      ...(under === undefined ? {} : { shards: [under.shard] }),
    });
    for (const each of unsent) found(outbox, each, under);
    return unsent.length;
  };

  const all = async (): Promise<number> => {
    const counts = await Promise.all(outboxes.map((outbox) => sweepOutbox(outbox, clock.now())));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  const underLeases = async (): Promise<void> => {
    const before = clock.now().subtract(gracePeriod);
    for (let shard = 0; shard < shardCount; shard += 1) {
      const lease = await leases.hold(leaseName(shard));
      if (lease === undefined) continue;
      for (const outbox of outboxes)
        await sweepOutbox(outbox, before, { shard, generation: lease.generation });
    }
  };

  return {
    all,
    run: async () => {
      let caughtUp = false;
      while (!stopping.aborted) {
        try {
          if (!caughtUp) await all();
          caughtUp = true;
          await underLeases();
          await swept();
        } catch (error) {
          if (!(error instanceof TransientFailure)) log.error({ reason: nameOf(error) }, 'A sweep failed');
        }
        await idle(everyMs, stopping);
      }
    },
  };
}
