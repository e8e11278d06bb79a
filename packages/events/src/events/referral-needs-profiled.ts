import { event } from '../event.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralNeedsProfiled = event('referral.needs-profiled', 1, {
  about:
    'What the child needs help with, at home, at school and out and about, has been recorded or changed.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState,
  example: {
    ...exampleReferral,
    needs: [...exampleReferral.needs, { domain: 'school-attendance', home: 0, school: 2, community: 0 }],
  },
});
