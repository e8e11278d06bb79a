import type { AggregateStore } from '@waymark/aggregate-store';
import { ReferralId, ReferralState } from '@waymark/events';
import { action } from '@waymark/runtime';
import { z } from 'zod';
import type { FieldCipher } from '../../adapters/identity/field-cipher.ts';
import type { ReferralRecord } from '../../domain/referral-record.ts';
import { reasonPlace, viewReferral } from '../view-referral/view.ts';
import { withdraw } from './decide.ts';

const Reason = z
  .string({ error: 'Say who asked for it, and why' })
  .trim()
  .min(1, 'Say who asked for it, and why')
  .max(1_000, 'The reason must be at most 1,000 characters long');

type Parts = { referrals: AggregateStore<ReferralRecord>; cipher: FieldCipher };

export const withdrawReferral = action({
  id: 'withdraw-referral',
  summary: 'The family or the referrer no longer asks for it',
  path: '/:referralId/withdraw',
  apiPath: '/api/referrals/:referralId/withdraw',
  permission: 'referral:withdraw',
  params: z.strictObject({ referralId: ReferralId }),
  body: z.strictObject({ because: Reason }),
  expects: 'version',
  run: ({ params: { referralId }, body, made }, { referrals, cipher }: Parts) =>
    referrals.change(referralId, made, (record) =>
      withdraw(record, cipher.seal(body.because, reasonPlace(referralId)), made),
    ),
  refusals: {
    'withdrawn-already': () => 'The referral is withdrawn already.',
    'wait-is-over': () => 'The wait is over, so there is nothing to withdraw.',
  },
  form: viewReferral,
  then: {
    page: ({ id }) => `/${id}`,
    api: ({ state: { referral } }) => ({ status: 200, body: referral }),
  },
  responses: ReferralState,
});
