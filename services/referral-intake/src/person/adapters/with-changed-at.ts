import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import type { Decision } from '@waymark/decisions';
import type { SealedPerson } from '../domain/person.ts';

/**
 * The store of people, in which each write notes its time, so that what changed can be looked at again whoever wrote
 * it; and in which a record that was put together with another stays so, whatever else is written.
 */
export function withChangedAt(
  store: AggregateStore<SealedPerson>,
  clock: Clock,
): AggregateStore<SealedPerson> {
  const noted = (decision: Decision<SealedPerson>, before?: SealedPerson): Decision<SealedPerson> =>
    decision.kind === 'refused'
      ? decision
      : {
          ...decision,
          state: {
            ...(before?.mergedInto && { mergedInto: before.mergedInto }),
            ...decision.state,
            changedAt: instantOf(clock),
          },
        };
  return {
    ...store,
    create: (id, command, first) => store.create(id, command, async () => noted(await first())),
    change: (id, command, next) =>
      store.change(id, command, async (person) => noted(await next(person), person)),
  };
}

/** Now, in UTC, always with milliseconds, so that instants are in order as text. */
export function instantOf(clock: Clock): string {
  return clock.now().toString({ fractionalSecondDigits: 3 });
}
