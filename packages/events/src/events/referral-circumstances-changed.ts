import { CircumstanceId } from '@waymark/care-types';
import { z } from 'zod';
import { event } from '../event.ts';
import { ReferralState } from '../states/referral.ts';
import { topics } from '../topics.ts';
import { exampleReferral } from './examples.ts';

export const referralCircumstancesChanged = event('referral.circumstances-changed', 1, {
  about:
    'Something in the life of the child has changed that bears on who is seen first. No clock moves by it.',
  topic: topics.referrals,
  key: 'referralId',
  data: ReferralState.extend({
    /** Which circumstances are new, hold no more, or hold since another day. */
    changed: z.array(CircumstanceId).min(1),
  }),
  example: {
    ...exampleReferral,
    circumstances: [
      ...exampleReferral.circumstances,
      { id: 'placement-breakdown', since: '2026-03-20', source: 'family' },
    ],
    changed: ['placement-breakdown'],
  },
});
