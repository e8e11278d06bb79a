import { PathwayId } from '@waymark/events';
import { z } from 'zod';

/** The part of an address that names a pathway. */
export const PathwayParams = z.strictObject({ pathwayId: PathwayId });

/** Something that was recorded here, by its id. */
export const RecordedFactParams = z.strictObject({
  pathwayId: PathwayId,
  factId: z
    .string()
    .max(100)
    .regex(/^rec\.[A-Za-z0-9_-]+$/)
    .meta({ examples: ['rec.4f2k9q1m7x'] }),
});
