import type { AggregateStore } from '@waymark/aggregate-store';
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

export type RegisteredChild = NewChild & { personId: PersonId };

/** Which child it is. */
export type Identification = {
  /** Whose details these are, by `matchOf`. Nothing is written. */
  match(details: PersonDetails): Promise<KnownChild | NewChild>;
  /**
   * The child that is known, to whom nothing is written; or a new record. `seed` is the same for the same referral. A
   * child whom another request records at the same moment is then known.
   */
  register(
    details: PersonDetails,
    seed: string,
    command: CommandMeta,
    /** What `match` has just answered, where it was asked. */
    found?: KnownChild | NewChild,
  ): Promise<KnownChild | RegisteredChild>;
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
const mostRaces = 5;

type IndexField = 'nhsIndex' | 'disputedIndex' | 'nameIndex';

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
  const lookUp: Record<IndexField, (value: string) => Promise<SealedPerson[]>> = {
    nhsIndex: groupedLookups((values) => byIndexes('nhsIndex', values)),
    disputedIndex: groupedLookups((values) => byIndexes('disputedIndex', values)),
    nameIndex: groupedLookups((values) => byIndexes('nameIndex', values)),
  };

  /** At most `mostAlike` for each value: no child has a number twice, and more of a name are not told apart anyway. */
  async function byIndexes(
    field: IndexField,
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
      number ? lookUp.nhsIndex(number) : [],
      number ? lookUp.disputedIndex(number) : [],
      lookUp.nameIndex(index.ofName(details)),
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

  /** The new record; undefined where the id, or the number, is taken meanwhile. */
  const begin = async (
    child: NewChild,
    details: PersonDetails,
    seeds: readonly string[],
    command: CommandMeta,
  ): Promise<RegisteredChild | undefined> => {
    const personId = personIdFrom(index.bytesOf(...seeds));
    const created = await store.create(personId, { ...command, name: 'register-person' }, () =>
      decide(made(personId, details, child.disputes)),
    );
    return created.kind === 'done' ? { ...child, personId } : undefined;
  };

  return {
    match,
    register: async (details, seed, { expected: _ofTheReferral, ...command }, first) => {
      for (let race = 0; race < mostRaces; race += 1) {
        const found = race === 0 && first ? first : await match(details);
        if (found.kind === 'known') return found;
        // The id that follows from a number or a name may be that of a record that was erased.
        const seeds = [...seedsOf(found, details, seed), ...(race === 0 ? [] : [String(race)])];
        const begun = await begin(found, details, seeds, command);
        if (begun) return begun;
      }
      throw new TransientFailure('Too many others registered this child at the same moment');
    },
    registerApart: async (details, seed, { expected: _ofTheReferral, ...command }) => {
      const seeds = ['person by referral', seed];
      for (let race = 0; race < mostRaces; race += 1) {
        const [holder] = details.nhsNumber ? await lookUp.nhsIndex(index.ofNhsNumber(details.nhsNumber)) : [];
        const child: NewChild = { kind: 'new', ...(holder && { disputes: holder.personId }) };
        const begun = await begin(child, details, seeds, command);
        if (begun) return begun.personId;
        const there = await store.get(personIdFrom(index.bytesOf(...seeds)));
        if (there) return there.state.personId;
      }
      throw new TransientFailure('Too many others registered this child at the same moment');
    },
    find: async (details) => {
      const found = await match(details);
      return found.kind === 'known' ? found.personId : undefined;
    },
    findByNumber: async (number) => {
      const [held] = await lookUp.nhsIndex(index.ofNhsNumber(number));
      return held && keptOf(held.personId);
    },
  };
}
