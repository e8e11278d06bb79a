import { z } from 'zod';
import { Import, ImportId } from '../domain/import.ts';
import type { ToldImport } from './told-import.ts';

/** What of an import programs see: nothing else of it is passed on. */
const Seen = z.object(
  Import.pick({
    state: true,
    rows: true,
    added: true,
    updated: true,
    already: true,
    duplicates: true,
    rejected: true,
    setAside: true,
    differs: true,
    failure: true,
    letters: true,
    passedOver: true,
    startedAt: true,
    endedAt: true,
  }).shape,
);

/** An import as programs see it. */
export const ImportAnswer = z.strictObject({
  ...Seen.shape,
  id: ImportId,
  /** Who sent it: “You”, a name, or a role where no name was kept; and for which organisation. */
  by: z.string(),
  organisation: z.string().nullable(),
  /** Null where it is not known, or not kept any longer, and for who may not see what the rows hold. */
  fileName: z.string().nullable(),
});

export function answerOf(current: ToldImport): z.output<typeof ImportAnswer> {
  return { id: current.importId, ...Seen.parse(current), ...current.told };
}
