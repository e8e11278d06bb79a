import type { AggregateStore } from '@waymark/aggregate-store';
import { ReferralState } from '@waymark/events';
import { action } from '@waymark/http';
import { z } from 'zod';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { ChosenNeeds, chosenNeeds, profileOf, StatedNeeds } from '../../shared/domain/stated-needs.ts';
import { profile } from './decide.ts';
import { needsForm, params } from './view.ts';

export const profileNeeds = action({
  id: 'profile-needs',
  summary: 'Record what a child needs help with, at home, at school and out and about',
  path: '/:referralId/needs',
  apiPath: '/api/referrals/:referralId/needs',
  permission: 'referral:accept',
  params,
  body: z.strictObject({ needs: StatedNeeds.default({}), chosen: ChosenNeeds }),
  expects: 'version',
  run: (
    { params: { referralId }, body, command },
    { referrals }: { referrals: AggregateStore<ReferralRecord> },
  ) => referrals.change(referralId, command, (record) => profile(record, profileOf(chosenNeeds(body)))),
  refusals: {
    withdrawn: () => 'The referral is withdrawn.',
    declined: () => 'The referral was declined. Reopen it first.',
    redirected: () => 'The referral was redirected: another provider records the needs now.',
    duplicate: () => 'The referral is the same as another one. Record the needs there.',
  },
  form: needsForm,
  then: {
    page: ({ id }) => `/${id}`,
    says: () => 'Needs recorded. The family’s suggestions follow them.',
    api: ({ state: { referral } }) => ({ status: 200, body: referral }),
  },
  responses: ReferralState,
});
