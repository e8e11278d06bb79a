import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import type { CalendarDate } from '@waymark/care-types';
import type { PersonId } from '@waymark/events';
import { nameFrom } from '../domain/names/name.ts';
import { readingsOf } from '../domain/names/readings.ts';
import type { SealedPerson } from '../domain/person.ts';
import type { MergedPeople } from './merged-people.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';

/** What is known of a child who is looked for: words of the name or a phone number, the date of birth, or both. */
export type SoughtPerson = {
  name?: string | undefined;
  /** Its digits (`phoneDigits`). */
  phone?: string | undefined;
  dateOfBirth?: CalendarDate | undefined;
};

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
  return async ({ name = '', phone, dateOfBirth }, { by, after }, limit) => {
    const readings = readingsOf(name);
    const words = nameFrom(name).words.toSorted((a, b) => b.length - a.length);
    if (words.length === 0 && phone === undefined && dateOfBirth === undefined) return { people: [] };
    const spellings = readings.map((reading) => reading.map((word) => index.ofWord(word)));
    const heard = words.map((word) => nameFrom(word).sounds);
    const sounds = heard.map((codes) => codes.map((code) => index.ofSound(code)));
    const filter: Filter = {
      ...(phone !== undefined && { 'state.phones': index.ofPhone(phone) }),
      ...(dateOfBirth !== undefined && { 'state.born': index.ofBirth(dateOfBirth) }),
      ...(words.length > 0 &&
        (by === 'spelling'
          ? { 'state.names': { $in: readings.map((reading) => rarestOf(reading, index)) } }
          : { 'state.sounds': { $in: rarestSoundsOf(heard, index) } })),
    };
    const { items, next } = await store.page({
      filter,
      sort: { _id: 1 },
      limit,
      ...(after && { after: [after] }),
    });
    const writtenSo = ({ names = [] }: SealedPerson) =>
      words.length === 0 || spellings.some((words) => words.every((word) => names.includes(word)));
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

/** Where a search begins: with two words at once, for few children have both. */
function rarestOf([one = '', other]: readonly string[], index: BlindIndex): string {
  return other === undefined || other === one ? index.ofWord(one) : index.ofWords(one, other);
}

function rarestSoundsOf([one = [], other]: readonly (readonly string[])[], index: BlindIndex): string[] {
  if (other === undefined) return one.map((code) => index.ofSound(code));
  return one.flatMap((a) => other.map((b) => (a === b ? index.ofSound(a) : index.ofSounds(a, b))));
}

function onwards(by: SearchPlace['by'], words: readonly string[]): { next?: SearchPlace } {
  return by === 'spelling' && words.length > 0 ? { next: { by: 'sound' } } : {};
}
