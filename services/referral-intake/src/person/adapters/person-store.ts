import type { AggregateStore } from '@waymark/aggregate-store';
import type { NhsNumber } from '@waymark/care-types';
import {
  decide,
  refuse,
  TransientFailure,
  type Decision,
  type CommandMeta,
  type Outcome,
} from '@waymark/decisions';
import { personIdFrom, type PersonId } from '@waymark/events';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import { groupedLookups } from './grouped-lookups.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import {
  changedFields,
  SealedPerson,
  together,
  withoutHiddenPlace,
  type PersonDetails,
  type Untold,
} from '../domain/person.ts';
import { searchKeys } from './search-keys.ts';
import { changed, erased, sealing, type Version, type Why } from './sealed-person.ts';

export type Registered =
  | { kind: 'registered'; personId: PersonId }
  /** The NHS number is held for a child who was born on another day. */
  | { kind: 'another-birth-date' };

/** A child with everything that is held, also where they are when that is hidden. */
export type WholePerson = {
  personId: PersonId;
  version: number;
  details: PersonDetails;
  /** What was held before each change, newest first, and the roles of who made it. */
  versions: (Version & { roles: readonly string[] })[];
  /** What the child's referrals do not say yet. */
  untold?: Untold;
  /** The record that stays of this child, where a person found two to be of one. */
  mergedInto?: PersonId;
};

export type People = {
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
  /** Who a child is, without where they are when that is hidden. Undefined for one not known, or erased. */
  details(personId: PersonId): Promise<PersonDetails | undefined>;
  /** The details of those among the ids that are known, in the same way. */
  detailsOf(personIds: readonly PersonId[]): Promise<Map<PersonId, PersonDetails>>;
  /** Everything that is held of a child: only for those who may see a hidden address. */
  whole(personId: PersonId): Promise<WholePerson | undefined>;
  /**
   * Change what is held; what was held before is kept as a version with what was said. What the child's referrals then
   * do not say is noted in the same write. Refuses for a child who was erased, and as `already-taken` where the NHS
   * number is held for another child.
   */
  change(
    personId: PersonId,
    command: CommandMeta,
    next: (details: PersonDetails) => Decision<PersonDetails>,
    said?: Why & { untold?: Pick<Untold, 'reason' | 'gender' | 'ethnicCategory'> },
  ): Promise<Outcome<SealedPerson>>;
  /** The children whose referrals do not say yet what was corrected. */
  withUntold(): AsyncIterable<PersonId>;
  /** The referrals say it now: the note of the command with this key is taken away. */
  told(personId: PersonId, key: string, command: CommandMeta): Promise<void>;
  /** The records that were put together with this one. */
  joinedTo(personId: PersonId): Promise<PersonId[]>;
  /** Take away everything that tells who the child is, versions and hashes too. The pseudonym stays. */
  erase(personId: PersonId, command: CommandMeta): Promise<Outcome<SealedPerson>>;
};

const collection = 'people';

/** How the store of people is kept. It tells nobody anything. */
export const personStoreSettings = {
  collection,
  schema: SealedPerson,
  indexes: [
    { keys: { 'state.nhsIndex': 1 }, unique: true, sparse: true },
    { keys: { 'state.nameIndex': 1 } },
    { keys: { 'state.names': 1, _id: 1 } },
    { keys: { 'state.sounds': 1, _id: 1 } },
    { keys: { 'state.born': 1, _id: 1 } },
    { keys: { 'state.changedAt': 1, _id: 1 } },
    { keys: { 'state.mergedInto': 1 }, sparse: true },
    { keys: { 'state.untold.key': 1 }, sparse: true },
  ],
} as const;

/** How many people of one number or one name are looked at. */
const mostAlike = 3;

/** How often another's write may come first before the caller is asked to come back. */
const mostRaces = 5;

/** The children of this service, sealed field by field. */
export function people(
  store: AggregateStore<SealedPerson>,
  { cipher, index }: { cipher: FieldCipher; index: BlindIndex },
): People {
  const { sealed, open, versionsOf, sealedWhy } = sealing(cipher);

  const found = (details: PersonDetails) => ({
    nameIndex: index.ofName(details),
    ...searchKeys(details, index),
    ...(details.nhsNumber === undefined ? {} : { nhsIndex: index.ofNhsNumber(details.nhsNumber) }),
  });

  const renewed = (
    held: SealedPerson,
    next: PersonDetails,
    command: CommandMeta,
    why: Why = {},
  ): SealedPerson => ({
    ...changed(
      held,
      sealed(held.personId, next),
      changedFields(open(held), next),
      command,
      sealedWhy(held.personId, why),
    ),
    ...found(next),
  });

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
      decide({ personId, sealed: sealed(personId, details), ...found(details) }),
    );
    return created.kind === 'done' ? { kind: 'registered', personId } : undefined;
  };

  return {
    register: async (details, command, which) => {
      const { expected: _ofTheReferral, ...own } = command;
      for (let race = 0; race < mostRaces; race += 1) {
        const registered = await attempt(details, own, which, race);
        if (registered) return registered;
      }
      throw new TransientFailure('Too many others registered this child at the same moment');
    },
    find: async (details) => (await known(details))?.personId,
    findByNumber: async (number) => (await byIndex('nhsIndex', index.ofNhsNumber(number)))[0]?.personId,
    details: async (personId) => {
      const stored = await store.get(personId);
      return stored && stored.state.erasedOn === undefined
        ? withoutHiddenPlace(open(stored.state))
        : undefined;
    },
    detailsOf: async (personIds) => {
      const wanted = [...new Set(personIds)];
      if (wanted.length === 0) return new Map();
      const { items } = await store.page({
        filter: { _id: { $in: wanted } },
        sort: { _id: 1 },
        limit: wanted.length,
      });
      const there = items.filter(({ state }) => state.erasedOn === undefined);
      return new Map(there.map(({ state }) => [state.personId, withoutHiddenPlace(open(state))]));
    },
    whole: async (personId) => {
      const [stored, history] = await Promise.all([store.get(personId), store.history(personId)]);
      if (!stored || stored.state.erasedOn !== undefined) return undefined;
      const { version, state } = stored;
      const roles = new Map(history.map(({ at, by }) => [`${at.instant} ${by.id}`, by.roles]));
      const versions = versionsOf(state).map((each) => ({
        ...each,
        roles: roles.get(`${each.until} ${each.by}`) ?? [],
      }));
      return {
        ...{ personId, version, details: open(state), versions },
        ...(state.untold && { untold: state.untold }),
        ...(state.mergedInto && { mergedInto: state.mergedInto }),
      };
    },
    change: (personId, command, next, { untold, ...why } = {}) =>
      store.change(personId, command, (state) => {
        if (state.erasedOn !== undefined) return refuse('erased', { on: state.erasedOn });
        const decision = next(open(state));
        if (decision.kind === 'refused') return decision;
        const { by, at, key } = command;
        return decide({
          ...renewed(state, decision.state, command, why),
          ...(untold && {
            untold: {
              ...state.untold,
              ...untold,
              ...{ key, at: at.instant, by: { ...by, roles: [...by.roles] } },
            },
          }),
        });
      }),
    withUntold: async function* () {
      for await (const { state } of store.each({ 'state.untold.key': { $exists: true } }))
        yield state.personId;
    },
    told: async (personId, key, command) => {
      await store.change(personId, command, ({ untold, ...state }) =>
        untold?.key === key ? decide(state) : refuse('told'),
      );
    },
    joinedTo: async (personId) => {
      const joined: PersonId[] = [];
      for await (const { state } of store.each({ 'state.mergedInto': personId })) joined.push(state.personId);
      return joined;
    },
    erase: (personId, command) =>
      store.change(personId, command, (state) =>
        state.erasedOn === undefined
          ? decide(erased(state, command))
          : refuse('erased', { on: state.erasedOn }),
      ),
  };
}

/** A child whose record was erased comes back as another: the id that follows from the number is taken. */
function again(attempt: number): string[] {
  return attempt === 0 ? [] : [String(attempt)];
}
