import type { AggregateStore, Filter } from '@waymark/aggregate-store';
import type { CalendarDate } from '@waymark/care-types';
import type { PersonId } from '@waymark/events';
import type { Reach } from '@waymark/policy';
import { nameFits } from '../../person/domain/names/readings.ts';
import type { PersonDetails } from '../../person/domain/person.ts';
import type { FindPeople, SearchPlace, People } from '../../person/index.ts';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { triageStatusOf, type TriageStatus } from '../domain/triage.ts';
import { phoneDigits } from '../../shared/domain/text.ts';
import { seenBy, type SeenParts } from '../view-referral/own-statement.ts';
import type { SearchQuery } from './search-query.ts';

export type SearchParts = {
  referrals: AggregateStore<ReferralRecord>;
  people: People;
  findPeople: FindPeople;
} & SeenParts;

export type FoundChild = {
  personId: PersonId;
  /** Whose record was read. */
  subject: PersonId;
  givenName: string;
  familyName: string;
  dateOfBirth: CalendarDate;
  /** Found by how the name sounds, not by how it is written. */
  soundsAlike: boolean;
  referrals: (ReferralRecord['referral'] & { standing: TriageStatus })[];
};

export type Found = { children: FoundChild[]; next?: SearchPlace };

/** Children whose hashes are compared at a time, and how often before an answer is given and the rest is the next page. */
const together = 25;
const mostTurns = 8;
/** Referrals of one part of the list; a child has few. */
const mostReferrals = 500;

/** Which referrals somebody may find: those of `own`, seen as `seenBy` says. */
export type Finder = { own: Filter; reach: Reach };

/**
 * The children who fit, each with those of their referrals that `own` lets through; a child without such a referral is
 * not shown. A referrer finds a child by what the own organisation stated, and by nothing else that is held.
 */
export async function search(query: SearchQuery, finder: Finder, parts: SearchParts): Promise<Found> {
  const { find, dateOfBirth, after } = query;
  const { own } = finder;
  const shown = (records: readonly ReferralRecord[], by: ReadonlyMap<PersonId, SearchPlace['by']>) =>
    shownTo(records, by, query, finder, parts);
  if (find && 'reference' in find) {
    const items = await referralsWith({ ...own, 'state.referral.reference': find.reference }, parts);
    return { children: await shown(items, new Map()) };
  }
  if (find && 'nhsNumber' in find) {
    const personId = await parts.people.findByNumber(find.nhsNumber);
    if (personId === undefined) return { children: [] };
    const items = await referralsWith({ ...own, 'state.referral.personId': personId }, parts);
    return { children: await shown(items, new Map()) };
  }
  const children: FoundChild[] = [];
  let place: SearchPlace | undefined = after ?? { by: 'spelling' };
  for (let turn = 0; place && turn < mostTurns && children.length < together; turn += 1) {
    const { people, next } = await parts.findPeople({ ...find, dateOfBirth }, place, together);
    // A record that was put together with another is found by both its names: the child is shown once.
    const shownAlready = new Set(children.map(({ subject }) => subject));
    const by = new Map(
      people.flatMap(({ personId, by: how }) =>
        shownAlready.has(personId) ? [] : [[personId, how] as const],
      ),
    );
    if (by.size > 0) {
      const items = await referralsWith(
        { ...own, 'state.referral.personId': { $in: [...by.keys()] } },
        parts,
      );
      children.push(...(await shown(items, by)));
    }
    place = next;
  }
  return { children, ...(place && { next: place }) };
}

async function referralsWith(filter: Filter, { referrals }: SearchParts): Promise<ReferralRecord[]> {
  const { items } = await referrals.page({
    filter,
    sort: { 'state.referral.personId': 1, 'state.referral.receivedOn': -1 },
    limit: mostReferrals,
  });
  return items.map(({ state }) => state);
}

async function shownTo(
  records: readonly ReferralRecord[],
  by: ReadonlyMap<PersonId, SearchPlace['by']>,
  { find, dateOfBirth }: SearchQuery,
  { reach }: Finder,
  parts: SearchParts,
): Promise<FoundChild[]> {
  const held = await parts.people.detailsOf(records.map(({ referral }) => referral.personId));
  const seen = records.map((record) => {
    const { personId } = record.referral;
    return { personId, ...seenBy(reach, record, held.get(personId), parts) };
  });
  const fitting = seen.filter(({ child, record }) => {
    const born = child?.dateOfBirth ?? record.referral.dateOfBirth;
    if (dateOfBirth !== undefined && born !== dateOfBirth) return false;
    return reach === 'any' || (child !== undefined && isStated(find, child));
  });
  return [...Map.groupBy(fitting, ({ record }) => record.referral.personId)].flatMap(([personId, of]) => {
    const [first] = of;
    if (!first) return [];
    const {
      givenName = '',
      familyName = '',
      dateOfBirth: born = first.record.referral.dateOfBirth,
    } = first.child ?? {};
    const soundsAlike = by.get(first.personId) === 'sound';
    const referrals = of.map(({ record }) => ({ ...record.referral, standing: triageStatusOf(record) }));
    return [
      { personId, subject: first.personId, givenName, familyName, dateOfBirth: born, soundsAlike, referrals },
    ];
  });
}

/** Whether what is looked for was stated of a child; by name, each word as it is written or as it sounds. */
function isStated(find: SearchQuery['find'], child: PersonDetails): boolean {
  if (find === undefined || 'reference' in find) return true;
  if ('nhsNumber' in find) return child.nhsNumber === find.nhsNumber;
  if ('phone' in find)
    return [child.phone, ...(child.contacts ?? []).map(({ phone }) => phone)].some(
      (phone) => phone !== undefined && phoneDigits(phone) === find.phone,
    );
  return nameFits(find.name, [child.givenName, child.familyName, child.preferredName ?? '']);
}
