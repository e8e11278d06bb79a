import { z } from 'zod';
import { Import, ImportId } from '../domain/import.ts';

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
  }).shape,
);

/** An import as programs see it. */
export const ImportAnswer = z.strictObject({ ...Seen.shape, id: ImportId });

export function answerOf(current: Import): z.output<typeof ImportAnswer> {
  return { id: current.importId, ...Seen.parse(current) };
}
