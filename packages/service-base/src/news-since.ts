import type { Clock } from '@waymark/care-types';
import type { Consumer } from '@waymark/messaging';

/** A broker answers several times a second, also where it has nothing new. */
const late = Temporal.Duration.from({ seconds: 10 });

/**
 * Since what time of the day nothing has come from the other services, for a page to say so; undefined while Kafka
 * answers. Events that are being applied are a sign of it too.
 */
export function newsSince(
  consumers: readonly Pick<Consumer, 'stats'>[],
  clock: Pick<Clock, 'now'>,
): () => string | undefined {
  return () => {
    const before = clock.now().subtract(late);
    const oldest = consumers
      .flatMap(({ stats }) => lastSign(stats()) ?? [])
      .filter((sign) => Temporal.Instant.compare(sign, before) < 0)
      .toSorted(Temporal.Instant.compare)
      .at(0);
    return oldest?.toZonedDateTimeISO('Europe/London').toPlainTime().toString({ smallestUnit: 'minute' });
  };
}

function lastSign({ lastFetchAt, lastAppliedAt }: ReturnType<Consumer['stats']>) {
  if (!lastFetchAt || !lastAppliedAt) return lastFetchAt ?? lastAppliedAt;
  return Temporal.Instant.compare(lastFetchAt, lastAppliedAt) > 0 ? lastFetchAt : lastAppliedAt;
}
