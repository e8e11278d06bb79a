import type { AggregateStore } from '@waymark/aggregate-store';
import { TeamType } from '@waymark/care-types';
import { ReferralId, ReferralState } from '@waymark/events';
import { action } from '@waymark/runtime';
import { z } from 'zod';
import type { ReferralRecord } from '../../domain/referral-record.ts';
import { viewReferral } from '../view-referral/view.ts';
import { accept } from './decide.ts';

export const acceptReferral = action({
  id: 'accept-referral',
  summary: 'A team takes the referral on',
  path: '/:referralId/accept',
  apiPath: '/api/referrals/:referralId/accept',
  permission: 'referral:accept',
  params: z.strictObject({ referralId: ReferralId }),
  body: z.strictObject({ team: TeamType }),
  expects: 'version',
  run: ({ params, body, made }, { referrals }: { referrals: AggregateStore<ReferralRecord> }) =>
    referrals.change(params.referralId, made, (record) => accept(record, body.team, made)),
  refusals: {
    'not-open': ({ status }) => `The referral is ${String(status)} already.`,
    'wait-is-over': () => 'The wait is over, so there is nothing to accept.',
    'team-not-in-use': () => 'This kind of team is not in use any more. Choose another.',
  },
  form: viewReferral,
  then: {
    page: ({ id }) => `/${id}`,
    api: ({ state: { referral } }) => ({ status: 200, body: referral }),
  },
  responses: ReferralState,
});
