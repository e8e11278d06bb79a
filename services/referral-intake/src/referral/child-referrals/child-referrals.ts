import { services, textOf, type CalendarDate } from '@waymark/care-types';
import type { ChildReferrals } from '../../person/index.ts';
import { fromWords, statusWords } from '../view-referral/shown-referral.ts';
import { propagateCorrection, type PropagateParts } from './propagate-correction.ts';

const mostReferrals = 50;

/** The referrals of a child, as the record of the child needs them. */
export function childReferrals(parts: PropagateParts): ChildReferrals {
  const { referrals } = parts;
  return {
    list: async (personId) => {
      const { items } = await referrals.page({
        filter: { 'state.referral.personId': personId },
        sort: { 'state.referral.receivedOn': -1 },
        limit: mostReferrals,
      });
      return items.map(({ state: { referral } }) => ({
        ...referral,
        serviceText: textOf(services, referral.service),
        statusText: statusWords[referral.status],
      }));
    },
    receivedOn: async (personId) => {
      const days: CalendarDate[] = [];
      for await (const { state } of referrals.each({ 'state.referral.personId': personId }))
        days.push(state.referral.receivedOn);
      return days;
    },
    sendersOf: async (referralIds, organisations) => {
      if (referralIds.length === 0) return new Map();
      const { items } = await referrals.page({
        filter: { _id: { $in: [...referralIds] } },
        sort: { _id: 1 },
        limit: referralIds.length,
      });
      return new Map(
        items.map(({ state }) => [
          state.referral.referralId,
          `${fromWords(state, organisations)}, ${state.referral.reference}`,
        ]),
      );
    },
    propagateCorrection: (personId, clock) => propagateCorrection(personId, parts, clock),
  };
}
