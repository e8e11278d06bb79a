import type { AggregateStore } from '@waymark/aggregate-store';
import { decide } from '@waymark/decisions';
import { pathwayClosed, pathwayReopened } from '@waymark/events';
import { on } from '@waymark/messaging';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { closeWait, reopenWait } from './decide.ts';

type Parts = { referrals: AggregateStore<ReferralRecord> };

/** Of all that happens on a pathway, only its end matters here, and that it was taken back. */
export const followPathway = [
  on(
    pathwayClosed,
    (event, { referrals }: Parts) =>
      referrals.react(event.data.referralId, event, (record) => closeWait(record, event.data)),
    { lateJoin: true },
  ),
  on(
    pathwayReopened,
    async (event, { referrals }: Parts) => {
      const { referralId } = event.data;
      const handled = await referrals.react(referralId, event, reopenWait);
      // The child was referred for the service again meanwhile: that wait counts, and this one stays over here.
      return typeof handled === 'object' && 'refused' in handled && handled.refused === 'already-taken'
        ? referrals.react(referralId, event, (record) => (record ? decide(record) : reopenWait(record)))
        : handled;
    },
    { lateJoin: true },
  ),
];
