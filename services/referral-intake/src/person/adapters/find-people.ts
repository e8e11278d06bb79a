import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import type { CalendarDate } from '@waymark/care-types';
import type { PersonId } from '@waymark/events';
import { nameFrom } from '../domain/names/name.ts';
import type { SealedPerson } from '../domain/person.ts';
import type { MergedPeople } from './merged-people.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';

/** What is known of a child who is looked for: words of the name, the date of birth, or both. */
export type SoughtPerson = { name?: string | undefined; dateOfBirth?: CalendarDate | undefined };

/** Where a search goes on: those written so come first, then those that sound so. */
export type SearchPlace = { by: 'spelling' | 'sound'; after?: PersonId | undefined };

export type FoundPeople = {
  people: { personId: PersonId; by: SearchPlace['by'] }[];
  /** Absent when nobody is left. A part may be empty and have a next one. */
  next?: SearchPlace;
};

/**
 * Looks through at most `limit` children from a place on. Nothing is opened: only keyed hashes are compared. Where two
 * records were put together, the answer is the one that stays.
 */
export type FindPeople = (sought: SoughtPerson, from: SearchPlace, limit: number) => Promise<FoundPeople>;

export function findPeople(
  store: Pick<AggregateStore<SealedPerson>, 'page'>,
  { index }: { index: BlindIndex },
  { keptOf }: Pick<MergedPeople, 'keptOf'>,
): FindPeople {
  return async ({ name = '', dateOfBirth }, { by, after }, limit) => {
    const words = nameFrom(name).words.toSorted((a, b) => b.length - a.length);
    const [lead] = words;
    if (lead === undefined && dateOfBirth === undefined) return { people: [] };
    const spelling = words.map((word) => index.ofWord(word));
    const sounds = words.map((word) => nameFrom(word).sounds.map((sound) => index.ofSound(sound)));
    const filter: Filter = {
      ...(dateOfBirth !== undefined && { 'state.born': index.ofBirth(dateOfBirth) }),
      ...(lead !== undefined &&
        (by === 'spelling'
          ? { 'state.names': index.ofWord(lead) }
          : { 'state.sounds': { $in: sounds[0] ?? [] } })),
    };
    const { items, next } = await store.page({
      filter,
      sort: { _id: 1 },
      limit,
      ...(after && { after: [after] }),
    });
    const writtenSo = ({ names = [] }: SealedPerson) => spelling.every((word) => names.includes(word));
    const soundsSo = ({ sounds: held = [] }: SealedPerson) =>
      sounds.every((ways) => ways.some((sound) => held.includes(sound)));
    const fitting = items.filter(({ state }) =>
      by === 'spelling' ? writtenSo(state) : soundsSo(state) && !writtenSo(state),
    );
    const last = items.at(-1)?.state.personId;
    return {
      people: fitting.map(({ state }) => ({ personId: keptOf(state.personId), by })),
      ...(next ? { next: { by, after: last } } : onwards(by, words)),
    };
  };
}

function onwards(by: SearchPlace['by'], words: readonly string[]): { next?: SearchPlace } {
  return by === 'spelling' && words.length > 0 ? { next: { by: 'sound' } } : {};
}
