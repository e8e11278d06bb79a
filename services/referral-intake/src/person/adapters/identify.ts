import type { AggregateStore } from '@waymark/aggregate-store';
import type { NhsNumber } from '@waymark/care-types';
import { decide, refuse, TransientFailure, type CommandMeta } from '@waymark/decisions';
import { personIdFrom, type PersonId } from '@waymark/events';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import { changedFields, together, type PersonDetails, type SealedPerson } from '../domain/person.ts';
import { groupedLookups } from './grouped-lookups.ts';
import type { MergedPeople } from './merged-people.ts';
import type { personWriting } from './person-writing.ts';

export type Registered =
  | { kind: 'registered'; personId: PersonId }
  /** The NHS number is held for a child who was born on another day. */
  | { kind: 'another-birth-date' };

/** Which child it is. Where two records were put together, the answer is the one that stays. */
export type Identification = {
  /** The child, found by number or by name, date of birth and postcode, or made. The same child is the same person. */
  register(
    details: PersonDetails,
    command: CommandMeta,
    which: 'given first' | 'held first',
  ): Promise<Registered>;
  /** The child, found in the same way; undefined for one that is not known. */
  find(details: PersonDetails): Promise<PersonId | undefined>;
  /** The person of an NHS number; undefined for one that is not known. */
  findByNumber(number: NhsNumber): Promise<PersonId | undefined>;
};

/** How many people of one number or one name are looked at. */
const mostAlike = 3;

/** How often another's write may come first before the caller is asked to come back. */
const mostRaces = 5;

/** Tell which child is meant, among those held. */
export function identify(
  {
    store,
    writing: { open, made, renewed },
    mergedPeople: { keptOf },
  }: {
    store: AggregateStore<SealedPerson>;
    writing: ReturnType<typeof personWriting>;
    mergedPeople: Pick<MergedPeople, 'keptOf'>;
  },
  { index }: { index: BlindIndex },
): Identification {
  const lookUp = {
    nhsIndex: groupedLookups((values) => byIndexes('nhsIndex', values)),
    nameIndex: groupedLookups((values) => byIndexes('nameIndex', values)),
  };
  const byIndex = (field: keyof typeof lookUp, value: string) => lookUp[field](value);

  /** At most `mostAlike` for each value: no child has a number twice, and more of a name are not told apart anyway. */
  async function byIndexes(
    field: 'nhsIndex' | 'nameIndex',
    values: readonly string[],
  ): Promise<{ by: string; found: SealedPerson }[]> {
    const path = `state.${field}`;
    const limit = values.length * mostAlike;
    const { items, next } = await store.page({
      filter: { [path]: { $in: [...values] } },
      sort: { [path]: 1 },
      limit,
    });
    if (next !== undefined && values.length > 1)
      return (await Promise.all(values.map((value) => byIndexes(field, [value])))).flat();
    return items.map(({ state }) => ({ by: state[field] ?? '', found: state }));
  }

  const known = async (details: PersonDetails): Promise<SealedPerson | undefined> => {
    const { nhsNumber } = details;
    // Both are asked at once: most children are new, and then neither finds anybody.
    const [[numbered], named] = await Promise.all([
      nhsNumber === undefined ? [] : byIndex('nhsIndex', index.ofNhsNumber(nhsNumber)),
      byIndex('nameIndex', index.ofName(details)),
    ]);
    if (numbered) return numbered;
    const fitting = nhsNumber ? named.filter(({ nhsIndex }) => nhsIndex === undefined) : named;
    return fitting.length === 1 ? fitting[0] : undefined;
  };

  const idFor = (details: PersonDetails, attempt: number): PersonId =>
    personIdFrom(
      details.nhsNumber === undefined
        ? index.bytesOf('person by name', index.ofName(details), ...again(attempt))
        : index.bytesOf('person by number', details.nhsNumber, ...again(attempt)),
    );

  const attempt = async (
    details: PersonDetails,
    command: CommandMeta,
    which: 'given first' | 'held first',
    race: number,
  ): Promise<Registered | undefined> => {
    const held = await known(details);
    if (held) {
      const { personId } = held;
      const before = open(held);
      if (before.dateOfBirth !== details.dateOfBirth) return { kind: 'another-birth-date' };
      if (changedFields(together(before, details, which), before).length === 0)
        return { kind: 'registered', personId };
      const outcome = await store.change(personId, { ...command, name: 'register-person' }, (state) =>
        state.erasedOn === undefined
          ? decide(renewed(state, together(open(state), details, which), command))
          : refuse('erased'),
      );
      return outcome.kind === 'done' ? { kind: 'registered', personId } : undefined;
    }
    const personId = idFor(details, race);
    const created = await store.create(personId, { ...command, name: 'register-person' }, () =>
      decide(made(personId, details)),
    );
    return created.kind === 'done' ? { kind: 'registered', personId } : undefined;
  };

  const registered = async (
    details: PersonDetails,
    command: CommandMeta,
    which: 'given first' | 'held first',
  ): Promise<Registered> => {
    for (let race = 0; race < mostRaces; race += 1) {
      const done = await attempt(details, command, which, race);
      if (done) return done;
    }
    throw new TransientFailure('Too many others registered this child at the same moment');
  };

  /** Wherever it was said that the child must not be found, it holds for the record that is shown. */
  const hide = (personId: PersonId, command: CommandMeta) =>
    store.change(personId, { ...command, key: `${command.key} hide` }, (state) =>
      state.erasedOn === undefined
        ? decide(renewed(state, { ...open(state), addressHidden: true }, command))
        : refuse('erased'),
    );

  return {
    register: async (details, { expected: _ofTheReferral, ...command }, which) => {
      const found = await registered(details, command, which);
      if (found.kind !== 'registered') return found;
      const personId = keptOf(found.personId);
      if (personId !== found.personId && details.addressHidden === true) await hide(personId, command);
      return { ...found, personId };
    },
    find: async (details) => {
      const held = await known(details);
      return held && keptOf(held.personId);
    },
    findByNumber: async (number) => {
      const [held] = await byIndex('nhsIndex', index.ofNhsNumber(number));
      return held && keptOf(held.personId);
    },
  };
}

/** A child whose record was erased comes back as another: the id that follows from the number is taken. */
function again(attempt: number): string[] {
  return attempt === 0 ? [] : [String(attempt)];
}
