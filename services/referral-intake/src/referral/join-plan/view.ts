import { todayInLondon } from '@waymark/care-types';
import { ReferralId } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import { type NeedsPlans, plansOf, plansToChoose } from '../../needs-plan/index.ts';
import type { PlanRule } from '../../needs-plan/domain/plan-required.ts';
import { shownReferral, type ViewParts } from '../view-referral/shown-referral.ts';
import { planShown } from './plan-shown.ts';

export type JoinParts = ViewParts & { plans: NeedsPlans; planRules: readonly PlanRule[] };

export const joinParams = z.strictObject({ referralId: ReferralId });

export const joinPlanForm = view({
  id: 'join-plan-form',
  summary: 'The form to say which plan of needs a referral follows',
  path: '/:referralId/plan',
  permission: 'referral:inform',
  params: joinParams,
  load: async ({ params: { referralId }, clock, viewer, reach }, parts: JoinParts) => {
    const today = todayInLondon(clock);
    const shown = await shownReferral(referralId, { today, reach }, parts);
    if (!shown) return undefined;
    const own = plansOf({ viewer, reach });
    const found = shown.child ? await parts.plans.ofChild(shown.child, own) : [];
    return {
      ...shown,
      plan: await planShown(shown.record, today, { ...parts, own }),
      choices: plansToChoose(found),
    };
  },
  relation: ({ organisation }) => ({ organisation: organisation ?? undefined }),
  page: { template: 'referral/join-plan/page.njk' },
  version: ({ version }) => version,
  audits: ({ personId }) => ({ subjects: [personId], purpose: 'join a plan of needs' }),
});
