import { randomUUID } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { AggregateStore } from '@waymark/aggregate-store';
import type { PersonId } from '@waymark/events';
import { duplicateCandidates, durhamDuplicates, type Candidate } from '../domain/search/candidates.ts';
import type { Facts } from '../domain/search/comparable.ts';
import type { PersonDetails, SealedPerson } from '../../person/domain/person.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { sealing, type MergedPeople } from '../../person/index.ts';

/** A child who may be the one that is asked about. */
export type MayBe = Candidate<PersonId>;

export type DuplicateIndex = {
  /** Read everybody. Until it is done, candidates are missing. Ends early when `signal` aborts. */
  fill(signal: AbortSignal): Promise<void>;
  isFilled(): boolean;
  /** How many records are held. */
  size(): number;
  /** Take in how a person's record now stands. */
  upsert(person: SealedPerson): void;
  /** Whom these details may be of, likeliest first, each child once; without the child whose own they are, if named. */
  candidatesFor(details: PersonDetails, own?: PersonId): MayBe[];
  /** Whom the child of a record may be besides. */
  candidatesOf(person: SealedPerson): MayBe[];
  /** A keyed hash of what of a record is compared. */
  markOf(person: SealedPerson): string;
};

/** Records opened before other work gets its turn. */
const together = 20;

/**
 * The search for duplicates over the people of this service. It holds names and keyed hashes in this process alone
 * (`domain/duplicates/candidates.ts` says which, and why) and is filled anew at each start.
 */
export function duplicateIndex(
  store: Pick<AggregateStore<SealedPerson>, 'each'>,
  {
    cipher,
    index,
    mergedPeople,
  }: { cipher: FieldCipher; index: BlindIndex; mergedPeople: Pick<MergedPeople, 'keptOf'> },
): DuplicateIndex {
  const { open } = sealing(cipher);
  const candidates = duplicateCandidates<PersonId>(randomUUID(), durhamDuplicates);
  /** A record is taken in and then asked about: it is opened once. */
  const opened = new WeakMap<SealedPerson, Facts>();
  let filled = false;

  const factsIn = (person: SealedPerson): Facts => {
    const facts = opened.get(person) ?? factsOf(open(person));
    opened.set(person, facts);
    return facts;
  };
  const upsert = (person: SealedPerson): void => {
    if (person.erasedOn === undefined) candidates.set(person.personId, factsIn(person));
    else candidates.remove(person.personId);
  };
  const likeliest = (facts: Facts, own?: PersonId): MayBe[] => {
    const found = candidates
      .candidatesFor(facts, own)
      .map((candidate) => ({ ...candidate, personId: mergedPeople.keptOf(candidate.personId) }))
      .filter(({ personId }) => personId !== own);
    return found.filter(({ personId }, at) => found.findIndex((other) => other.personId === personId) === at);
  };

  return {
    fill: async (signal) => {
      let read = 0;
      for await (const { state } of store.each({})) {
        if (signal.aborted) return;
        upsert(state);
        read += 1;
        if (read % together === 0) await othersTurn();
      }
      filled = true;
    },
    isFilled: () => filled,
    size: () => candidates.size(),
    upsert,
    candidatesFor: (details, own) => likeliest(factsOf(details), own),
    candidatesOf: (person) => likeliest(factsIn(person), person.personId),
    markOf: (person) =>
      Buffer.from(
        index.bytesOf('compared', person.erasedOn === undefined ? JSON.stringify(factsIn(person)) : 'erased'),
      ).toString('base64url'),
  };
}

function factsOf({ givenName, familyName, dateOfBirth, nhsNumber, postcode, school }: PersonDetails): Facts {
  return { givenName, familyName, dateOfBirth, nhsNumber, postcode, school };
}
