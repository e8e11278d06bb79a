import { decide } from '@waymark/decisions';
import type { FindPeople } from './find-people.ts';
import type { People } from './person-store.ts';
import type { MergedPeople } from './merged-people.ts';

/**
 * People, found by any of the records that were put together: who is registered, looked up or sought under a record
 * that was, is the child of the record that stays.
 */
export function resolveMerged(people: People, { keptOf }: Pick<MergedPeople, 'keptOf'>): People {
  return {
    ...people,
    register: async (details, command, which) => {
      const registered = await people.register(details, command, which);
      if (registered.kind !== 'registered') return registered;
      const personId = keptOf(registered.personId);
      if (personId === registered.personId || details.addressHidden !== true)
        return { ...registered, personId };
      // Wherever it was said that the child must not be found, it holds for the record that is shown.
      await people.change(personId, { ...command, key: `${command.key} hide` }, (held) =>
        decide({ ...held, addressHidden: true }),
      );
      return { ...registered, personId };
    },
    find: async (details) => {
      const personId = await people.find(details);
      return personId && keptOf(personId);
    },
    findByNumber: async (number) => {
      const personId = await people.findByNumber(number);
      return personId && keptOf(personId);
    },
  };
}

/** A search that tells of the record that stays. */
export function searchMerged(find: FindPeople, { keptOf }: Pick<MergedPeople, 'keptOf'>): FindPeople {
  return async (...sought) => {
    const found = await find(...sought);
    return { ...found, people: found.people.map(({ personId, by }) => ({ personId: keptOf(personId), by })) };
  };
}
