import { event } from '../event.ts';
import { redirected, ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralRedirected = event('referral.redirected', 1, {
  about: 'The referral was passed on to another provider, where the wait counts from the same received date.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState.extend(redirected),
  example: {
    ...exampleReferral,
    status: 'redirected',
    redirectedOn: '2026-03-06',
    redirectedTo: 'RXP',
    redirectReason: 'lives-elsewhere',
  },
});
