import type { AggregateStore } from '@waymark/aggregate-store';
import { decide, refuse, type Decision, type CommandMeta, type Outcome } from '@waymark/decisions';
import type { NhsNumber } from '@waymark/care-types';
import type { PersonId, ReferralId } from '@waymark/events';
import { learn, unlearned, type Authority, type Learned } from '../domain/learn.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import {
  sealedFields,
  SealedPerson,
  withoutHiddenPlace,
  type PersonDetails,
  type PendingCorrection,
  type SealedField,
} from '../domain/person.ts';
import { identify, type Identification } from './identify.ts';
import type { MergedPeople } from './merged-people.ts';
import { personWriting } from './person-writing.ts';
import { erased, type SaidOtherwise, type Version, type Why } from './sealed-person.ts';

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
  /** The record that has the NHS number too: until a person decides, the number finds and joins nothing here. */
  disputes?: PersonId;
  /** What referrals say otherwise, oldest first, until a person takes or leaves it. */
  otherwise: SaidOtherwise[];
};

/** What is said with a change, and what follows from it. */
export type Said = Why & {
  /** What the child's referrals do not say yet. */
  untold?: Pick<PendingCorrection, 'reason' | 'gender' | 'ethnicCategory'>;
  /** What of a referral's other words is taken or left by it. */
  settles?: { referralId: ReferralId; fields: readonly SealedField[] } | undefined;
};

/** So many statements that differ are kept with a child; each stays with its referral besides. */
const mostOtherwise = 30;

export type People = Identification & {
  /** Who a child is, without where they are when that is hidden. Undefined for one not known, or erased. */
  details(personId: PersonId): Promise<PersonDetails | undefined>;
  /** The details of those among the ids that are known, in the same way. */
  detailsOf(personIds: readonly PersonId[]): Promise<Map<PersonId, PersonDetails>>;
  /** Everything that is held of a child: only for those who may see a hidden address. */
  whole(personId: PersonId): Promise<WholePerson | undefined>;
  /**
   * Change what is held; what was held before is kept as a version with what was said. What the child's referrals then
   * do not say is noted in the same write, and what a referral said otherwise is settled. Refuses for a child who was
   * erased, and as `already-taken` where the NHS number is held for another child.
   */
  change(
    personId: PersonId,
    command: CommandMeta,
    next: (details: PersonDetails, otherwise: readonly SaidOtherwise[]) => Decision<PersonDetails>,
    said?: Said,
  ): Promise<Outcome<SealedPerson>>;
  /**
   * Take in what a referral states of a child who is known, once. What is held gives way only to who has seen it
   * (`learn`); what differs waits for a person. A number that is another child's is kept as disputed. Answers with the
   * fields that were filled, and those that differ.
   */
  learn(
    personId: PersonId,
    command: CommandMeta,
    /** `version` is that of the referral as it states it. */
    statement: {
      referralId: ReferralId;
      version: number;
      details: Partial<PersonDetails>;
      authority: Authority;
      /** What differs is not kept: nobody knows whether it was decided about before. */
      onlyMissing?: true;
    },
  ): Promise<Pick<Learned, 'filled' | 'otherwise'>>;
  /** Take back what a referral stated, as far as it is still held as it was stated. */
  unlearn(
    personId: PersonId,
    command: CommandMeta,
    statement: { referralId: ReferralId; details: PersonDetails },
  ): Promise<void>;
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
    { keys: { 'state.phones': 1, _id: 1 }, sparse: true },
    { keys: { 'state.changedAt': 1, _id: 1 } },
    { keys: { 'state.mergedInto': 1 }, sparse: true },
    { keys: { 'state.untold.key': 1 }, sparse: true },
    { keys: { 'state.disputedIndex': 1 }, sparse: true },
  ],
} as const;

/** The children of this service, sealed field by field. */
export function people(
  store: AggregateStore<SealedPerson>,
  { cipher, index }: { cipher: FieldCipher; index: BlindIndex },
  mergedPeople: Pick<MergedPeople, 'keptOf'>,
): People {
  const writing = personWriting({ cipher, index });
  const { open, renewed, sealed, versionsOf, otherwiseOf } = writing;
  const identification = identify({ store, writing, mergedPeople }, { index });

  /** A number that a record has no more is the other's who states it, where there is one alone. */
  const giveNumber = async (number: NhsNumber, command: CommandMeta): Promise<void> => {
    const { items } = await store.page({
      filter: { 'state.disputedIndex': index.ofNhsNumber(number) },
      sort: { _id: 1 },
      limit: 2,
    });
    const [only] = items;
    if (only === undefined || items.length > 1) return;
    const { by, at } = command;
    const given = { by, at, name: 'settle-number', key: `${command.key} number`, bodyHash: '' };
    await store.change(only.id, given, ({ disputes, disputedIndex, ...state }) =>
      disputes === undefined || disputedIndex === undefined
        ? refuse('settled')
        : decide({ ...state, nhsIndex: disputedIndex }),
    );
  };

  return {
    ...identification,
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
        ...(state.disputes &&
          mergedPeople.keptOf(state.disputes) !== personId && { disputes: state.disputes }),
        otherwise: otherwiseOf(state),
      };
    },
    change: async (personId, command, next, { untold, settles, ...why } = {}) => {
      let released: NhsNumber | undefined;
      const outcome = await store.change(personId, command, (state) => {
        if (state.erasedOn !== undefined) return refuse('erased', { on: state.erasedOn });
        const held = open(state);
        const decision = next(held, otherwiseOf(state));
        if (decision.kind === 'refused') return decision;
        released = held.nhsNumber === decision.state.nhsNumber ? undefined : held.nhsNumber;
        return decide({
          ...withoutSettled(renewed(state, decision.state, command, why), settles),
          ...(untold && { untold: { ...state.untold, ...untold, ...untoldBy(command) } }),
        });
      });
      if (outcome.kind === 'done' && released !== undefined) await giveNumber(released, command);
      return outcome;
    },
    learn: async (personId, { by, at }, { referralId, version, details, authority, onlyMissing }) => {
      const command = {
        by,
        at,
        name: 'learn-of-person',
        key: `learn ${referralId} ${version}`,
        bodyHash: '',
      };
      const done: Pick<Learned, 'filled' | 'otherwise'> = { filled: [], otherwise: [] };
      const taken = (disputes?: PersonId) =>
        store.change(
          personId,
          disputes ? { ...command, key: `${command.key} disputed` } : command,
          (state) => {
            if (state.erasedOn !== undefined) return refuse('erased');
            const found = learn(open(state), details, authority);
            const learned = onlyMissing ? { ...found, otherwise: [] } : found;
            done.filled = learned.filled;
            done.otherwise = learned.otherwise;
            if (learned.filled.length === 0 && learned.otherwise.length === 0) return refuse('nothing-new');
            const next = {
              ...renewed(state, learned.details, command, { from: referralId }, disputes),
              ...(learned.filled.some((field) => published.has(field)) && {
                untold: { reason: 'learned-later' as const, ...state.untold, ...untoldBy(command) },
              }),
            };
            if (learned.otherwise.length === 0) return decide(next);
            const said = sealed(personId, details, learned.otherwise);
            const others = (next.otherwise ?? []).filter((each) => each.referralId !== referralId);
            const own = { referralId, at: at.instant, by: { ...by, roles: [...by.roles] }, said };
            return decide({ ...next, otherwise: [...others, own].slice(-mostOtherwise) });
          },
        );
      const outcome = await taken();
      if (outcome.kind !== 'refused' || outcome.code !== 'already-taken' || !details.nhsNumber) return done;
      const holder = await identification.findByNumber(details.nhsNumber);
      if (holder !== undefined) await taken(holder);
      return done;
    },
    unlearn: async (personId, { by, at, key }, { referralId, details }) => {
      const command = {
        by,
        at,
        name: 'unlearn-of-person',
        key: `${key} unlearn ${referralId}`,
        bodyHash: '',
      };
      await store.change(personId, command, (state) => {
        if (state.erasedOn !== undefined) return refuse('erased');
        const held = open(state);
        const next = unlearned(held, details, versionsOf(state), referralId);
        const settled = withoutSettled(renewed(state, next, command), { referralId, fields: sealedFields });
        return decide({
          ...settled,
          untold: { reason: 'learned-later', ...state.untold, ...untoldBy(command) },
        });
      });
    },
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

function withoutSettled(person: SealedPerson, settles: Said['settles']): SealedPerson {
  const { otherwise = [], ...rest } = person;
  if (settles === undefined) return person;
  const open = otherwise.flatMap((each) => {
    if (each.referralId !== settles.referralId) return [each];
    const said = Object.entries(each.said).filter(([field]) => !settles.fields.some((one) => one === field));
    return said.length === 0 ? [] : [{ ...each, said: Object.fromEntries(said) }];
  });
  return open.length === 0 ? rest : { ...rest, otherwise: open };
}

/** What of a child its referrals publish in some form. */
const published: ReadonlySet<SealedField> = new Set(['dateOfBirth', 'postcode', 'addressHidden'] as const);

function untoldBy({ by, at, key }: CommandMeta): Pick<PendingCorrection, 'key' | 'at' | 'by'> {
  return { key, at: at.instant, by: { ...by, roles: [...by.roles] } };
}
