import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';
import { decide, refuse, type Log } from '@waymark/decisions';

import { systemCommand } from '../../shared/domain/by-the-service.ts';
import type { SealedPerson } from '../domain/person.ts';
import type { BlindIndex } from '../../shared/identity/blind-index.ts';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import { searchKeys } from './search-keys.ts';
import { sealing } from './sealed-person.ts';

/**
 * Makes children findable who were taken in before names were indexed: once at the start, beside everything else. What
 * a stop or a crash leaves is done at the next start; a child who has the hashes is not touched.
 */
export function searchIndexing(
  store: AggregateStore<SealedPerson>,
  { cipher, index }: { cipher: FieldCipher; index: BlindIndex },
  { clock, log }: { clock: Clock; log: Log },
): { start(): Promise<void>; stop(): Promise<void> } {
  const { open } = sealing(cipher);
  let stopped = false;
  let working: Promise<void> = Promise.resolve();

  const work = async () => {
    let done = 0;
    for await (const { id } of store.each({ 'state.born': { $exists: false } })) {
      if (stopped) return;
      await store.change(id, systemCommand('index-person', `index ${id}`, clock), (state) =>
        state.erasedOn === undefined && state.born === undefined
          ? decide({ ...state, ...searchKeys(open(state), index) })
          : refuse('indexed'),
      );
      done += 1;
    }
    if (done > 0) log.info({ people: done }, 'Children of before can be found by name');
  };

  return {
    start: () => {
      working = work().catch((error: unknown) =>
        log.error({ err: error }, 'Not every child can be found by name yet'),
      );
      return Promise.resolve();
    },
    stop: async () => {
      stopped = true;
      await working;
    },
  };
}
