import type { CalendarDate } from '@waymark/care-types';
import { decide, refuse, type Decision } from '@waymark/decisions';
import type { PlanId } from '../../needs-plan/domain/needs-plan-id.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { isOpen, triageStatusOf } from '../domain/triage.ts';

/** The plan that was asked for is there. Nobody outside is told: what others need is in the referral already. */
export function joinPlan(record: ReferralRecord, planId: PlanId, on: CalendarDate): Decision<ReferralRecord> {
  if (!isOpen(triageStatusOf(record))) return refuse('not-now');
  if (record.plan?.state === 'given')
    return record.plan.planId === planId ? decide(record) : refuse('plan-given');
  return decide({ ...record, plan: { state: 'given', planId, on } });
}
