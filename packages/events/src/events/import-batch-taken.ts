import { z } from 'zod';
import { event } from '../event.ts';
import { ReferralId } from '../ids.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

/** Rows of a file that are taken together: the import, and the first of the rows. */
const BatchId = z
  .string()
  .regex(/^imp_[0-9a-hjkmnp-tv-z]{26}\.[0-9]{1,9}$/)
  .meta({ examples: ['imp_4f2k9q1m7x4f2k9q1m7x4f2k9q.2'] });

export const importBatchTaken = event('import.batch-taken', 1, {
  about:
    'Rows of a file have been taken in. The referrals that they brought are published, each by its own event: who follows them knows by this how many are still on their way. Rows that brought no new referral are not in it.',
  topic: topics.imports,
  key: 'batchId',
  data: z.object({
    batchId: BatchId,
    importId: z.string().regex(/^imp_[0-9a-hjkmnp-tv-z]{26}$/),
    referralIds: z.array(ReferralId).min(1),
  }),
  example: {
    batchId: 'imp_01jd8v5k3m0r5t8v1w4x7y9z3b.2',
    importId: 'imp_01jd8v5k3m0r5t8v1w4x7y9z3b',
    referralIds: [exampleReferral.referralId],
  },
});
