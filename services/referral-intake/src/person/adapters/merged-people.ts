import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import { decide, refuse, type CommandMeta, type Outcome } from '@waymark/decisions';
import { type PersonId } from '@waymark/events';
import type { SealedPerson } from '../domain/person.ts';
import { instantOf } from './with-changed-at.ts';

/**
 * Which records are of one child with another. Held in memory, because every name that is shown and every referral that
 * comes asks for it, and there are few; other processes take in a change within seconds (`upsert`).
 */
export type MergedPeople = {
  /** The record that stays of a child: the person's own, or the one it was put together with. */
  keptOf(personId: PersonId): PersonId;
  /** Every record that was put together with another. */
  all(): PersonId[];
  /** From now on the one record is of the child of the other. Refuses where either has gone, or is another's already. */
  join(merged: PersonId, kept: PersonId, command: CommandMeta): Promise<Outcome<SealedPerson>>;
  /** The record is of a child of its own again. */
  separate(merged: PersonId, kept: PersonId, command: CommandMeta): Promise<Outcome<SealedPerson>>;
  /** Have it looked again whom this child may be. */
  lookAgain(personId: PersonId, command: CommandMeta): Promise<void>;
  /** Take in how a person's record now stands. */
  upsert(person: Pick<SealedPerson, 'personId' | 'mergedInto'>): void;
  /** Read them all, before anything else is asked. */
  load(): Promise<void>;
};

/** Records put together one after another; a person decided about each. */
const mostSteps = 20;

export function mergedPeopleOf(store: AggregateStore<SealedPerson>, clock: Clock): MergedPeople {
  const into = new Map<PersonId, PersonId>();

  const upsert: MergedPeople['upsert'] = ({ personId, mergedInto }) => {
    if (mergedInto === undefined) into.delete(personId);
    else into.set(personId, mergedInto);
  };

  const change = async (
    personId: PersonId,
    command: CommandMeta,
    next: Parameters<typeof store.change>[2],
  ) => {
    const outcome = await store.change(personId, command, next);
    if (outcome.kind === 'done') upsert(outcome.state);
    return outcome;
  };

  return {
    keptOf: (personId) => {
      let kept = personId;
      for (let step = 0; step < mostSteps; step += 1) {
        const next = into.get(kept);
        if (next === undefined) return kept;
        kept = next;
      }
      return kept;
    },
    all: () => [...into.keys()],
    join: async (merged, kept, command) => {
      const other = (await store.get(kept))?.state;
      if (other === undefined || other.erasedOn !== undefined || other.mergedInto !== undefined)
        return { kind: 'refused', code: 'no-longer-there', facts: {} };
      return change(merged, command, (person) =>
        person.erasedOn !== undefined || (person.mergedInto ?? kept) !== kept
          ? refuse('no-longer-there')
          : decide({ ...person, mergedInto: kept, changedAt: instantOf(clock) }),
      );
    },
    separate: (merged, kept, command) =>
      change(merged, command, ({ mergedInto, ...person }) =>
        mergedInto === kept ? decide({ ...person, changedAt: instantOf(clock) }) : refuse('separate'),
      ),
    lookAgain: async (personId, command) => {
      await change(personId, command, (person) => decide({ ...person, changedAt: instantOf(clock) }));
    },
    upsert,
    load: async () => {
      for await (const { state } of store.each({ 'state.mergedInto': { $exists: true } })) upsert(state);
    },
  };
}
