import type { AggregateStore } from '@waymark/aggregate-store';
import type { SealedPerson } from '../../person/domain/person.ts';
import type { ScanCursor } from './scan-cursor.ts';

/** How far this process has compared the records with all others. */
export type ScanProgress = {
  /** All records that changed until this instant in UTC are compared; an earlier one changes nothing. */
  note(changedAt: string): void;
  /** How many records came or changed since, and are still to be compared. */
  left(): Promise<number>;
};

export function scanProgress(
  personStore: Pick<AggregateStore<SealedPerson>, 'count'>,
  cursor: Pick<ScanCursor, 'until'>,
): ScanProgress {
  let until = '';
  return {
    note: (changedAt) => {
      if (changedAt > until) until = changedAt;
    },
    left: async () => {
      const since = until === '' ? ((await cursor.until()) ?? '') : until;
      return personStore.count({ 'state.changedAt': { $gt: since } });
    },
  };
}
