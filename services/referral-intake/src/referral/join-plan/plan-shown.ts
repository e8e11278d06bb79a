import { CalendarDate, dayInWords } from '@waymark/care-types';
import { z } from 'zod';
import type { NeedsPlans } from '../../needs-plan/index.ts';
import { PlanId } from '../../needs-plan/domain/needs-plan-id.ts';
import { timesWords } from '../../needs-plan/domain/needs-plan-words.ts';
import { planAskedOf, type PlanRule } from '../../needs-plan/domain/plan-required.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';

/** How a referral stands with a plan of needs, in words; null where none is asked for and none is given. */
export const PlanShown = z
  .object({
    state: z.enum(['asked-for', 'given']),
    says: z.string(),
    /** By when it is asked for. */
    by: CalendarDate.nullable(),
    late: z.boolean(),
    planId: PlanId.nullable(),
  })
  .nullable();
type PlanShown = z.output<typeof PlanShown>;

/** What a referral says of a plan. `own` is the organisation whose plans the viewer may open; undefined for any. */
export async function planShown(
  { referral, plan }: ReferralRecord,
  today: CalendarDate,
  { plans, planRules, own }: { plans: NeedsPlans; planRules: readonly PlanRule[]; own: string | undefined },
): Promise<PlanShown> {
  if (plan?.state === 'given') {
    const found = (await plans.get(plan.planId))?.plan;
    if (!found || (own !== undefined && found.organisation !== own))
      return { state: 'given', says: 'A plan was given.', by: null, late: false, planId: null };
    const reviewed =
      found.reviews.length === 0 ? 'not reviewed' : `reviewed ${timesWords(found.reviews.length)}`;
    return {
      state: 'given',
      says: `Plan since ${dayInWords(found.startedOn)}, ${reviewed}.`,
      ...{ by: null, late: false, planId: plan.planId },
    };
  }
  const asked = planAskedOf(plan, referral, planRules, today);
  if (!asked) return null;
  const { by, because, why, late } = asked;
  return {
    state: 'asked-for',
    says: `A plan of needs ${late ? 'was' : 'is'} asked for by ${dayInWords(by)}${late ? ' and is late' : ''}, because ${because}.${why ? ` What was said: ${why.toLowerCase()}.` : ''} This stops no clock.`,
    ...{ by, late, planId: null },
  };
}
