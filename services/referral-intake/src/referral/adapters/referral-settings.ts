import { topics } from '@waymark/events';
import { ReferralRecord } from '../domain/referral-record.ts';

/** How the store of referrals is kept: what may stand once, and what lists and searches ask by. */
export const referralSettings = {
  collection: 'referrals',
  schema: ReferralRecord,
  topic: topics.referrals,
  indexes: [
    { keys: { 'state.referral.reference': 1 }, unique: true },
    { keys: { 'state.waitingFor': 1 }, unique: true, sparse: true },
    { keys: { 'state.referral.receivedOn': -1, _id: 1 } },
    { keys: { 'state.referral.status': 1, 'state.referral.receivedOn': -1, _id: 1 } },
    { keys: { 'state.referral.status': 1, 'state.sameDayRisk': -1, 'state.referral.receivedOn': 1, _id: 1 } },
    { keys: { 'state.referral.service': 1, 'state.referral.receivedOn': -1, _id: 1 } },
    { keys: { 'state.organisation': 1, 'state.referral.receivedOn': -1, _id: 1 } },
    { keys: { 'state.plan.planId': 1 }, sparse: true },
    { keys: { 'state.learnPending': 1 }, sparse: true },
    { keys: { 'state.sameAgain.of': 1 }, sparse: true },
    { keys: { 'state.cameFor': 1 }, sparse: true },
    { keys: { 'state.referral.personId': 1, 'state.referral.receivedOn': -1, _id: 1 } },
  ],
} as const;
