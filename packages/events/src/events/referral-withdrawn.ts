import { event } from '../event.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralWithdrawn = event('referral.withdrawn', 1, {
  about: 'The family or the referrer no longer asks for this. Nothing is withdrawn by the system itself.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState,
  example: { ...exampleReferral, status: 'withdrawn', withdrawnOn: '2026-03-20' },
});
