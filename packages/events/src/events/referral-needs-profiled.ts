import { event } from '../event.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { sampleReferral } from './sample.ts';

export const referralNeedsProfiled = event('referral.needs-profiled', 1, {
  about:
    'What the child needs help with, at home, at school and out and about, has been recorded or changed.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState,
  example: {
    ...sampleReferral,
    needs: [...sampleReferral.needs, { domain: 'school-attendance', home: 0, school: 2, community: 0 }],
  },
});
