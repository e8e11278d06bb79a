import { CorrectionReason } from '@waymark/care-types';
import { z } from 'zod';
import { event } from '../event.ts';
import { CorrectedBySource, CorrectedField, CorrectedOfChild, ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralCorrected = event('referral.corrected', 1, {
  about:
    'What the referral said was wrong and has been replaced. A received date changes by this, or where two referrals turn out to be one.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState.extend({
    /** What was replaced, and why. */
    corrected: z
      .array(z.enum([...CorrectedField.options, ...CorrectedOfChild.options, ...CorrectedBySource.options]))
      .min(1),
    correctionReason: CorrectionReason,
  }),
  example: {
    ...exampleReferral,
    receivedOn: '2026-02-27',
    corrected: ['receivedOn'],
    correctionReason: 'typed-wrongly',
  },
});
