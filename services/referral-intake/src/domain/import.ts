import { decide, refuse, type Decision } from '@waymark/events';
import { z } from 'zod';

export const ImportId = z
  .string()
  .regex(/^imp_[0-9a-hjkmnp-tv-z]{26}$/)
  .brand<'ImportId'>();
export type ImportId = z.infer<typeof ImportId>;

const Count = z.int().min(0);

/** How far an import has come. Counts alone: what the rows hold is elsewhere. */
export const Import = z.strictObject({
  importId: ImportId,
  state: z.enum(['reading', 'done', 'failed']),
  /** Rows in the file below the names of the columns, once they are counted. */
  rows: Count,
  added: Count,
  already: Count,
  rejected: Count,
  /** Why the whole file could not be taken, in words for the person who sent it. */
  failure: z.string().nullable(),
  /** Instants in UTC. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type Import = z.infer<typeof Import>;

export type Tally = Pick<Import, 'rows' | 'added' | 'already' | 'rejected'>;

/** An import that has just begun. `at` is an instant in UTC. */
export function begin(importId: ImportId, at: string): Decision<Import> {
  const none = { rows: 0, added: 0, already: 0, rejected: 0 };
  return decide({ importId, state: 'reading', ...none, failure: null, startedAt: at, endedAt: null });
}

/** How far it has come. One that has ended does not go on. */
export function goOn(current: Import, tally: Tally): Decision<Import> {
  if (current.state !== 'reading') return refuse('import-has-ended');
  return decide({ ...current, ...tally });
}

/** It has ended, with everything read or with the reason why not. */
export function end(current: Import, tally: Tally, failure: string | null, at: string): Decision<Import> {
  if (current.state !== 'reading') return refuse('import-has-ended');
  return decide({ ...current, ...tally, state: failure === null ? 'done' : 'failed', failure, endedAt: at });
}
