import { z } from 'zod';
import { event } from '../event.ts';
import { DuplicatePairId, PersonId } from '../ids.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralDuplicateResolved = event('referral.duplicate-resolved', 1, {
  about:
    'A person has decided about two records that may be of one child. The referral may be another child’s by now, may count from the earlier received date of two that were the same, or may have ended as a duplicate of the other; `undone` takes it back.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState.extend({
    resolved: z.enum(['same-child', 'same-referral', 'not-the-same', 'undone']),
    /** The pair of records that was decided about. */
    pairId: DuplicatePairId,
    /** Whose referral it was until now, where it was another record’s. */
    personBefore: PersonId.nullable(),
  }),
  example: {
    ...exampleReferral,
    resolved: 'same-child',
    pairId: 'dup_01jd8v5k3m4c8d1f6g9h2j5k7m',
    personBefore: 'per_01jd8v5k3m0r5t8v1w4x7y9z3b',
  },
});
