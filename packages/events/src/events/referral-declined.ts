import { event } from '../event.ts';
import { declined, ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralDeclined = event('referral.declined', 1, {
  about:
    'A team does not take the referral on, says why, and names other help. A person decides this, never the system.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState.extend(declined),
  example: {
    ...exampleReferral,
    status: 'declined',
    declinedOn: '2026-03-06',
    declineReason: '02',
    otherHelp: ['family-hub', 'school'],
  },
});
