import type { Log } from '@waymark/decisions';
import type { AggregateStore } from '@waymark/aggregate-store';
import type { Clock } from '@waymark/care-types';

import { type NeedsPlans, tellPlan } from '../../needs-plan/index.ts';
import { systemCommand } from '../../shared/domain/system-command.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import type { SweepDefinition } from '@waymark/service-base';

const hourly = 60 * 60 * 1_000;

/** Lets open plans name the referral that follows them: a process may have died before it could. */
export function linkPlans(
  { plans, referrals }: { plans: NeedsPlans; referrals: AggregateStore<ReferralRecord> },
  { clock, log }: { clock: Clock; log: Log },
): SweepDefinition {
  const look = async () => {
    let linked = 0;
    for await (const planId of plans.open()) {
      const { items } = await referrals.page({
        filter: { 'state.plan.planId': planId },
        sort: { 'state.plan.planId': 1 },
        limit: 1,
      });
      for (const { id, state } of items) {
        await tellPlan(state, systemCommand('become-referral', `followed by ${id}`, clock), plans);
        linked += 1;
      }
    }
    if (linked > 0) log.info({ linked }, 'Plans were linked of the referrals that follow them');
  };

  return {
    name: 'link-plans',
    does: 'lets plans of needs name the referrals that follow them',
    everyMs: hourly,
    look,
  };
}
