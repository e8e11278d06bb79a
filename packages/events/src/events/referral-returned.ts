import { event } from '../event.ts';
import { asked, ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralReturned = event('referral.returned', 1, {
  about:
    'More must be known before a team decides. The wait goes on: the received date stays, and no clock stops.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState.extend(asked),
  example: {
    ...exampleReferral,
    status: 'returned',
    returnedOn: '2026-03-05',
    answerBy: '2026-03-19',
    askedFor: ['school-report', 'consent'],
  },
});
