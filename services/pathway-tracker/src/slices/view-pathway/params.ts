import { PathwayId } from '@waymark/events';
import { z } from 'zod';

/** The part of an address that names a pathway. */
export const PathwayParams = z.strictObject({ pathwayId: PathwayId });
