import { event } from '../event.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralReceived = event('referral.received', 1, {
  about: 'A referral has arrived and is logged. The wait counts from the received date.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState,
  example: exampleReferral,
});
