import { addDays, workingDaysAfter, type CalendarDate } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';

const undecided = ['received', 'returned'] as const;

/** Every referral of triage. */
export const all = { 'state.referral.status': { $in: [...undecided] }, 'state.closedOn': null };

/** Those that wait for somebody here: the next one of the list is one of these, unless the person looks for answers. */
export const undecidedHere = { 'state.referral.status': 'received' };

/** The last day on which a referral can have been received to be late today. */
export function lateSince(today: CalendarDate, within: number): CalendarDate {
  let day = addDays(today, -1);
  while (workingDaysAfter(day, within) >= today) day = addDays(day, -1);
  return day;
}

/** How much waits in triage: to decide, past the working days, at risk, and returned with no answer by the day. */
export async function triageCounts(
  { referrals, decideWithin }: { referrals: AggregateStore<ReferralRecord>; decideWithin: number },
  today: CalendarDate,
) {
  const here = { ...all, ...undecidedHere };
  const [toDecide, late, atRisk, unanswered] = await Promise.all([
    referrals.count(here),
    referrals.count({ ...here, 'state.referral.receivedOn': { $lte: lateSince(today, decideWithin) } }),
    referrals.count({ ...all, 'state.sameDayRisk': true }),
    referrals.count({
      ...all,
      'state.referral.status': 'returned',
      'state.referral.answerBy': { $lt: today },
    }),
  ]);
  return { toDecide, late, atRisk, unanswered };
}
