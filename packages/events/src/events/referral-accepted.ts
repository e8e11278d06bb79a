import { event } from '../event.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralAccepted = event('referral.accepted', 1, {
  about: 'A team has taken the referral on. The received date stays as it was.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState,
  example: { ...exampleReferral, status: 'accepted', acceptedOn: '2026-03-06', team: 'C04' },
});
