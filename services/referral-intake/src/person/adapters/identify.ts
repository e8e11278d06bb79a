import type { AggregateStore, FirstWrite } from '@waymark/aggregate-store';
import type { NhsNumber } from '@waymark/care-types';
import { decide, TransientFailure, type CommandMeta } from '@waymark/decisions';
import { personIdFrom, type PersonId } from '@waymark/events';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import { matchOf, type Held } from '../domain/match.ts';
import type { PersonDetails, SealedPerson } from '../domain/person.ts';
import { groupedLookups } from './grouped-lookups.ts';
import type { MergedPeople } from './merged-people.ts';
import type { PersonWriting } from './person-writing.ts';

export type KnownChild = {
  kind: 'known';
  /** The record that stays, where two were put together. */
  personId: PersonId;
  /** The record that the details are of. */
  cameFor: PersonId;
  details: PersonDetails;
};

export type NewChild = {
  kind: 'new';
  /** `disputes`: the record that has the NHS number that is stated, of another child as far as one can tell. */
  disputes?: PersonId;
};

/** Which child it is. */
export type Identification = {
  /** Whose details these are, by `matchOf`. Nothing is written. */
  match(details: PersonDetails): Promise<KnownChild | NewChild>;
  /**
   * The record of a child who is new, to be written before the referral. `seed` is the same for the same referral; `race`
   * is how often another was first so far. A child whom another request records at the same moment is then known.
   */
  newRecord(
    child: NewChild,
    details: PersonDetails,
    seed: string,
    command: CommandMeta,
    race: number,
  ): { personId: PersonId; write: FirstWrite<SealedPerson> };
  /** A record of its own for a child of whom a person has said that it is nobody who is held. */
  registerApart(details: PersonDetails, seed: string, command: CommandMeta): Promise<PersonId>;
  /** The child, found in the same way; undefined for one that is not known. */
  find(details: PersonDetails): Promise<PersonId | undefined>;
  /** The person of an NHS number; undefined for one that is not known. */
  findByNumber(number: NhsNumber): Promise<PersonId | undefined>;
};

/** How many people of one number or one name are looked at. */
const mostAlike = 5;

/** How often another's write may come first before the caller is asked to come back. */
export const mostRaces = 5;

const indexFields = ['nhsIndex', 'disputedIndex', 'nameIndex'] as const;
type IndexField = (typeof indexFields)[number];

/** Tell which child is meant, among those held. */
export function identify(
  {
    store,
    writing: { open, made, versionsOf },
    mergedPeople: { keptOf },
  }: {
    store: AggregateStore<SealedPerson>;
    writing: PersonWriting;
    mergedPeople: Pick<MergedPeople, 'keptOf'>;
  },
  { index }: { index: BlindIndex },
): Identification {
  /** All keys of all who ask at the same moment go in one question. */
  const byKey = groupedLookups(byKeys);
  const lookUp = (field: IndexField, value: string) => byKey(`${field} ${value}`);

  /** At most `mostAlike` for each key: no child has a number twice, and more of a name are not told apart anyway. */
  async function byKeys(keys: readonly string[]): Promise<{ by: string; found: SealedPerson }[]> {
    const limit = keys.length * mostAlike;
    const wanted = indexFields.map((field) => ({
      path: `state.${field}`,
      values: keys.filter((key) => key.startsWith(`${field} `)).map((key) => key.slice(field.length + 1)),
    }));
    const found = await store.withAny(wanted, limit);
    if (found.length >= limit && keys.length > 1)
      return (await Promise.all(keys.map((key) => byKeys([key])))).flat();
    const answers = new Map(keys.map((key): [string, SealedPerson[]] => [key, []]));
    for (const { state } of found)
      for (const field of indexFields) {
        const same = answers.get(`${field} ${state[field] ?? ''}`);
        if (same !== undefined && same.length < mostAlike) same.push(state);
      }
    return [...answers].flatMap(([by, same]) => same.map((person) => ({ by, found: person })));
  }

  const heldOf = (record: SealedPerson): Held<SealedPerson> => {
    const details = open(record);
    const formerNames = versionsOf(record).flatMap(({ was }) =>
      was.givenName === undefined && was.familyName === undefined
        ? []
        : [
            {
              givenName: was.givenName ?? details.givenName,
              familyName: was.familyName ?? details.familyName,
            },
          ],
    );
    return { record, details, formerNames };
  };

  const match: Identification['match'] = async (details) => {
    const { nhsNumber } = details;
    const number = nhsNumber && index.ofNhsNumber(nhsNumber);
    // All are asked at once: most children are new, and then none finds anybody.
    const [[numbered], disputed, named] = await Promise.all([
      number ? lookUp('nhsIndex', number) : [],
      number ? lookUp('disputedIndex', number) : [],
      lookUp('nameIndex', index.ofName(details)),
    ]);
    const found = matchOf(details, {
      byNumber: numbered && heldOf(numbered),
      byDisputedNumber: disputed.map(heldOf),
      byName: named.map(heldOf),
    });
    if (found.kind === 'new')
      return { kind: 'new', ...(found.disputes && { disputes: found.disputes.personId }) };
    const { personId: cameFor } = found.record;
    const personId = keptOf(cameFor);
    const kept = personId === cameFor ? found.record : (await store.get(personId))?.state;
    return { kind: 'known', personId, cameFor, details: open(kept ?? found.record) };
  };

  const seedsOf = ({ disputes }: NewChild, details: PersonDetails, seed: string): string[] => {
    if (details.nhsNumber !== undefined && disputes === undefined)
      return ['person by number', details.nhsNumber];
    return details.postcode === undefined || disputes !== undefined
      ? ['person by referral', seed]
      : ['person by name', index.ofName(details)];
  };

  const newRecord = (
    child: NewChild,
    details: PersonDetails,
    seeds: readonly string[],
    { expected: _ofTheReferral, ...command }: CommandMeta,
  ) => {
    const personId = personIdFrom(index.bytesOf(...seeds));
    const first = decide(made(personId, details, child.disputes));
    return { personId, write: store.firstWrite(personId, { ...command, name: 'register-person' }, first) };
  };

  return {
    match,
    newRecord: (child, details, seed, command, race) =>
      // The id that follows from a number or a name may be that of a record that was erased.
      newRecord(
        child,
        details,
        [...seedsOf(child, details, seed), ...(race === 0 ? [] : [String(race)])],
        command,
      ),
    registerApart: async (details, seed, { expected: _ofTheReferral, ...command }) => {
      const personId = personIdFrom(index.bytesOf('person by referral', seed));
      for (let race = 0; race < mostRaces; race += 1) {
        const [holder] = details.nhsNumber
          ? await lookUp('nhsIndex', index.ofNhsNumber(details.nhsNumber))
          : [];
        const created = await store.create(personId, { ...command, name: 'register-person' }, () =>
          decide(made(personId, details, holder?.personId)),
        );
        if (created.kind === 'done' || (await store.get(personId)) !== undefined) return personId;
      }
      throw new TransientFailure('Too many others registered this child at the same moment');
    },
    find: async (details) => {
      const found = await match(details);
      return found.kind === 'known' ? found.personId : undefined;
    },
    findByNumber: async (number) => {
      const [held] = await lookUp('nhsIndex', index.ofNhsNumber(number));
      return held && keptOf(held.personId);
    },
  };
}
