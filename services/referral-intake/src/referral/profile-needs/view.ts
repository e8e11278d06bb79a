import { todayInLondon } from '@waymark/care-types';
import { ReferralId } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import { statedFrom } from '../../shared/domain/stated-needs.ts';
import { listsOn } from '../../shared/lists.ts';
import { shownReferral, type ViewParts } from '../view-referral/shown-referral.ts';

export const params = z.strictObject({ referralId: ReferralId });

export const needsForm = view({
  id: 'needs-form',
  summary: 'The form to record what a child needs help with',
  path: '/:referralId/needs',
  permission: 'referral:accept',
  params,
  load: async ({ params: { referralId }, clock, reach }, parts: ViewParts) => {
    const today = todayInLondon(clock);
    const shown = await shownReferral(referralId, { today, reach }, parts);
    if (!shown) return undefined;
    return { ...shown, held: statedFrom(shown.referral.needs), lists: listsOn(today) };
  },
  page: { template: 'referral/profile-needs/page.njk' },
  version: ({ version }) => version,
  audits: ({ personId }) => ({ subjects: [personId], purpose: 'record needs' }),
});
