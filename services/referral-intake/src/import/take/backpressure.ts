import { setTimeout as pause } from 'node:timers/promises';
import type { AggregateStore } from '@waymark/aggregate-store';

/** Events may be published so long after they were written before an import waits for them. */
const late = Temporal.Duration.from({ seconds: 1 });
const lookAgainAfter = 100;
/** So often it looks before each batch: a broker that is away makes an import slow and does not stop it. */
const mostLooks = 30;

/**
 * Waits while events of a store are published late. What is not published yet is kept for the sweeper to find, and a large file
 * that ran far ahead would leave it so much that everybody else would wait for theirs.
 */
export async function backpressure(
  { outbox }: Pick<AggregateStore<never>, 'outbox'>,
  now: () => string,
  signal: AbortSignal,
): Promise<void> {
  for (let looks = 0; looks < mostLooks && !signal.aborted; looks += 1) {
    const before = Temporal.Instant.from(now()).subtract(late);
    if ((await outbox.unsent({ before, limit: 1 })).length === 0) return;
    await pause(lookAgainAfter);
  }
}
