import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import type { CalendarDate } from '@waymark/care-types';
import type { PersonId } from '@waymark/events';
import type { FindPeople, SearchPlace, People } from '../../person/index.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import type { SearchQuery } from './search-query.ts';

export type SearchParts = {
  referrals: AggregateStore<ReferralRecord>;
  people: People;
  findPeople: FindPeople;
};

export type FoundChild = {
  personId: PersonId;
  givenName: string;
  familyName: string;
  dateOfBirth: CalendarDate;
  /** Found by how the name sounds, not by how it is written. */
  soundsAlike: boolean;
  referrals: ReferralRecord['referral'][];
};

export type Found = { children: FoundChild[]; next?: SearchPlace };

/** Children whose hashes are compared at a time, and how often before an answer is given and the rest is the next page. */
const together = 25;
const mostTurns = 8;
/** Referrals of one part of the list; a child has few. */
const mostReferrals = 500;

/**
 * The children who fit, each with those of their referrals that `own` lets through; a child without such a referral is
 * not told of.
 */
export async function search(
  { find, dateOfBirth, after }: SearchQuery,
  own: Filter,
  parts: SearchParts,
): Promise<Found> {
  if (find && 'reference' in find) {
    const items = await referralsWith({ ...own, 'state.referral.reference': find.reference }, parts);
    return { children: await shown(items, new Map(), dateOfBirth, parts) };
  }
  if (find && 'nhsNumber' in find) {
    const personId = await parts.people.findByNumber(find.nhsNumber);
    if (personId === undefined) return { children: [] };
    const items = await referralsWith({ ...own, 'state.referral.personId': personId }, parts);
    return { children: await shown(items, new Map(), dateOfBirth, parts) };
  }
  const children: FoundChild[] = [];
  let place: SearchPlace | undefined = after ?? { by: 'spelling' };
  for (let turn = 0; place && turn < mostTurns && children.length < together; turn += 1) {
    const { people, next } = await parts.findPeople({ name: find?.name, dateOfBirth }, place, together);
    const by = new Map(people.map((person) => [person.personId, person.by]));
    if (by.size > 0) {
      const items = await referralsWith(
        { ...own, 'state.referral.personId': { $in: [...by.keys()] } },
        parts,
      );
      children.push(...(await shown(items, by, dateOfBirth, parts)));
    }
    place = next;
  }
  return { children, ...(place && { next: place }) };
}

async function referralsWith(
  filter: Filter,
  { referrals }: SearchParts,
): Promise<ReferralRecord['referral'][]> {
  const { items } = await referrals.page({
    filter,
    sort: { 'state.referral.personId': 1, 'state.referral.receivedOn': -1 },
    limit: mostReferrals,
  });
  return items.map(({ state }) => state.referral);
}

async function shown(
  referrals: readonly ReferralRecord['referral'][],
  by: ReadonlyMap<PersonId, SearchPlace['by']>,
  dateOfBirth: CalendarDate | undefined,
  { people }: SearchParts,
): Promise<FoundChild[]> {
  const names = await people.detailsOf(referrals.map(({ personId }) => personId));
  const grouped = Map.groupBy(referrals, ({ personId }) => personId);
  return [...grouped].flatMap(([personId, of]) => {
    const details = names.get(personId);
    const [first] = of;
    const born = details?.dateOfBirth ?? first?.dateOfBirth;
    if (born === undefined || (dateOfBirth !== undefined && born !== dateOfBirth)) return [];
    const { givenName = '', familyName = '' } = details ?? {};
    const soundsAlike = by.get(personId) === 'sound';
    return [{ personId, givenName, familyName, dateOfBirth: born, soundsAlike, referrals: of }];
  });
}
