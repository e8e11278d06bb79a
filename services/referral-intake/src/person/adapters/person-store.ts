import type { AggregateStore } from '@waymark/aggregate-store';
import { decide, refuse, type Decision, type CommandMeta, type Outcome } from '@waymark/decisions';
import type { PersonId } from '@waymark/events';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import {
  SealedPerson,
  withoutHiddenPlace,
  type PersonDetails,
  type PendingCorrection,
} from '../domain/person.ts';
import { identify, type Identification } from './identify.ts';
import type { MergedPeople } from './merged-people.ts';
import { personWriting } from './person-writing.ts';
import { erased, sealing, type Version, type Why } from './sealed-person.ts';

/** A child with everything that is held, also where they are when that is hidden. */
export type WholePerson = {
  personId: PersonId;
  version: number;
  details: PersonDetails;
  /** What was held before each change, newest first, and the roles of who made it. */
  versions: (Version & { roles: readonly string[] })[];
  /** What the child's referrals do not say yet. */
  untold?: PendingCorrection;
  /** The record that stays of this child, where a person found two to be of one. */
  mergedInto?: PersonId;
};

export type People = Identification & {
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
    said?: Why & { untold?: Pick<PendingCorrection, 'reason' | 'gender' | 'ethnicCategory'> },
  ): Promise<Outcome<SealedPerson>>;
  /** The children whose referrals do not say yet what was corrected. */
  withPendingCorrection(): AsyncIterable<PersonId>;
  /** The referrals say it now: the note of the command with this key is taken away. */
  correctionPropagated(personId: PersonId, key: string, command: CommandMeta): Promise<void>;
  /** The records that were put together with this one. */
  joinedTo(personId: PersonId): Promise<PersonId[]>;
  /** Take away everything that tells who the child is, versions and hashes too. The pseudonym stays. */
  erase(personId: PersonId, command: CommandMeta): Promise<Outcome<SealedPerson>>;
};

const collection = 'people';

/** How the store of people is kept. It publishes nothing. */
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

/** The children of this service, sealed field by field. */
export function people(
  store: AggregateStore<SealedPerson>,
  { cipher, index }: { cipher: FieldCipher; index: BlindIndex },
  mergedPeople: Pick<MergedPeople, 'keptOf'>,
): People {
  const { open, versionsOf } = sealing(cipher);
  const writing = personWriting({ cipher, index });
  const { renewed } = writing;

  return {
    ...identify({ store, writing, mergedPeople }, { index }),
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
    withPendingCorrection: async function* () {
      for await (const { state } of store.each({ 'state.untold.key': { $exists: true } }))
        yield state.personId;
    },
    correctionPropagated: async (personId, key, command) => {
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
