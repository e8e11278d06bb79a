import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import type { Decided, Decision } from '@waymark/decisions';
import type { SealedPerson } from '../domain/person.ts';

/**
 * The store of people, in which each write notes its time, so that what changed can be looked at again whoever wrote
 * it; and in which a record that was put together with another stays so, whatever else is written.
 */
export function withChangedAt(
  store: AggregateStore<SealedPerson>,
  clock: Clock,
): AggregateStore<SealedPerson> {
  const timed = (decided: Decided<SealedPerson>, before?: SealedPerson): Decided<SealedPerson> => ({
    ...decided,
    state: {
      ...(before?.mergedInto && { mergedInto: before.mergedInto }),
      ...decided.state,
      changedAt: instantOf(clock),
    },
  });
  const noted = (decision: Decision<SealedPerson>, before?: SealedPerson): Decision<SealedPerson> =>
    decision.kind === 'refused' ? decision : timed(decision, before);
  return {
    ...store,
    create: (id, command, first) => store.create(id, command, async () => noted(await first())),
    firstWrite: (id, command, decided) => store.firstWrite(id, command, timed(decided)),
    change: (id, command, next) =>
      store.change(id, command, async (person) => noted(await next(person), person)),
  };
}

/** Now, in UTC, always with milliseconds, so that instants are in order as text. */
export function instantOf(clock: Clock): string {
  return clock.now().toString({ fractionalSecondDigits: 3 });
}
