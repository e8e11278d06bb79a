import { event } from '../event.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralReopened = event('referral.reopened', 1, {
  about:
    'A referral that had ended is open again. The wait counts from its received date, as if it had never ended.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState,
  example: exampleReferral,
});
