import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import { decide, refuse, type Log } from '@waymark/decisions';

import { systemCommand } from '../../shared/domain/system-command.ts';
import type { SealedPerson } from '../domain/person.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { searchKeys, searchKeysVersion } from './search-keys.ts';
import { sealing } from './sealed-person.ts';
import type { Looking, SweepDefinition } from '@waymark/service-base';

/**
 * Makes children findable who were taken in before names were indexed, or indexed as they are now: once at the start,
 * beside everything else. What a stop or a crash leaves is done at the next start; a child who has the hashes is not
 * touched.
 */
export function indexPeople(
  store: AggregateStore<SealedPerson>,
  { cipher, index }: { cipher: FieldCipher; index: BlindIndex },
  { clock, log }: { clock: Clock; log: Log },
): SweepDefinition {
  const { open } = sealing(cipher);

  const look = async ({ signal }: Looking) => {
    let done = 0;
    const before = { 'state.keys': { $ne: searchKeysVersion }, 'state.erasedOn': { $exists: false } };
    for await (const { id } of store.each(before)) {
      if (signal.aborted) return;
      await store.change(
        id,
        systemCommand('index-person', `index ${searchKeysVersion} ${id}`, clock),
        (state) =>
          state.erasedOn === undefined && state.keys !== searchKeysVersion
            ? decide({ ...state, ...searchKeys(open(state), index) })
            : refuse('indexed'),
      );
      done += 1;
    }
    if (done > 0) log.info({ people: done }, 'Children of before can be found by name');
  };

  return { name: 'index-people', does: 'makes children of before findable by name', everyMs: 'once', look };
}
