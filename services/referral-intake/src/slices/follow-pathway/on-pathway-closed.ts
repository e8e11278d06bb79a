import type { AggregateStore } from '@waymark/aggregate-store';
import { pathwayClosed } from '@waymark/events';
import { on } from '@waymark/messaging';
import type { ReferralRecord } from '../../domain/referral-record.ts';
import { closeWait } from './decide.ts';

/** Of all that happens on a pathway, only its end matters here. */
export const followPathway = on(
  pathwayClosed,
  (event, { referrals }: { referrals: AggregateStore<ReferralRecord> }) =>
    referrals.react(event.data.referralId, event, (record) => closeWait(record, event.data)),
  { lateJoin: true },
);
