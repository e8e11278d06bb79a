import { event } from '../event.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralAnswered = event('referral.answered', 1, {
  about:
    'What was asked for has come. The referral waits for a decision again, since the day on which it was received.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState,
  example: exampleReferral,
});
