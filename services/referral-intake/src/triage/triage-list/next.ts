import { ageOn, type CalendarDate } from '@waymark/care-types';
import type { AggregateStore, Filter, Stored } from '@waymark/aggregate-store';
import { ReferralId } from '@waymark/events';
import type { NextInList } from '@waymark/http';
import type { People } from '../../person/index.ts';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import type { StatedRiskParts } from '../../referral/index.ts';

type Parts = { referrals: AggregateStore<ReferralRecord>; people: People } & StatedRiskParts;

/** The order of triage: serious risk first, then the oldest. */
export const inOrder = { 'state.sameDayRisk': -1, 'state.referral.receivedOn': 1, _id: 1 } as const;

/**
 * Who is next after a referral that was just decided: whoever is at risk, then the one that follows it in the list, then
 * the first one that was passed over. Undefined where nobody is left.
 */
export async function nextToDecide(
  fits: Filter,
  done: string,
  { referrals }: Parts,
): Promise<Stored<ReferralRecord> | undefined> {
  const others = { ...fits, _id: { $ne: done } };
  const first = async (filter: Filter, after?: unknown[]) =>
    (await referrals.page({ filter, sort: inOrder, limit: 1, ...(after && { after }) })).items[0];
  const atRisk = await first({ ...others, 'state.sameDayRisk': true });
  if (atRisk) return atRisk;
  const place = await referrals.get(ReferralId.parse(done));
  return (
    (place && (await first(others, [false, place.state.referral.receivedOn, done]))) ?? (await first(others))
  );
}

type At = { parts: Parts; today: CalendarDate; basePath: string };

/** The way to the next child, by name, age and reference. */
export async function leadTo(
  { state: { referral, sameDayRisk } }: Stored<ReferralRecord>,
  { parts, today, basePath }: At,
): Promise<NextInList> {
  const { referralId, personId, reference, dateOfBirth } = referral;
  const child = (await parts.people.detailsOf([personId])).get(personId);
  const name = child ? `${child.givenName} ${child.familyName}, ` : '';
  return {
    says: sameDayRisk ? 'Next in triage, with serious risk stated:' : 'Next in triage:',
    text: `${name}${ageOn(dateOfBirth, today)}, ${reference}`,
    href: `${basePath}/${referralId}`,
    subjects: [personId],
  };
}

/** What to do where nothing is left: the rest of triage, what families have sent, or priority reviews. */
export async function nothingNext(
  all: Filter,
  isFiltered: boolean,
  { parts, basePath }: Omit<At, 'today'>,
): Promise<NextInList> {
  const left = isFiltered ? await parts.referrals.count(all) : 0;
  if (left > 0)
    return {
      says: 'No more referrals fit your filter.',
      text: `Show all of triage (${left})`,
      href: `${basePath}/triage`,
    };
  const families = await parts.familyRequests.countWaiting();
  return families > 0
    ? {
        says: 'Triage is done: every referral has a decision.',
        text: `Decide about requests from families (${families})`,
        href: `${basePath}/from-families`,
      }
    : {
        says: 'Triage is done: every referral has a decision.',
        text: 'See priority reviews',
        href: '/pathways/priority',
      };
}
