import {
  ageOn,
  daysBetween,
  needDomains,
  needSettings,
  textOf,
  type CalendarDate,
  type CircumstanceId,
  type NeedDomain,
  type NeedsProfile,
  type ServiceAskedFor,
} from '@waymark/care-types';
import type { Suggestion } from '@waymark/events';
import type { Listing } from '../../directory/domain/listing.ts';
import { likelyNeeds, matchingPolicy } from './matching-policy.ts';
import { waitedFor } from './waited-for.ts';

export type Child = {
  dateOfBirth: CalendarDate;
  service: ServiceAskedFor;
  needs: NeedsProfile;
  circumstances: readonly CircumstanceId[];
};

/** A listing that is not suggested, and why in words. `rank` means that it fits but others fit better. */
export type Excluded = {
  listingId: string;
  title: string;
  code:
    | 'for-professionals'
    | 'too-young'
    | 'too-old'
    | 'kept-for-others'
    | 'through-school'
    | 'no-need-matched'
    | 'rank';
  text: string;
};

export type Match = { suggestions: Suggestion[]; excluded: Excluded[] };

type Reason = Suggestion['reasons'][number];
type Wanted = { domain: NeedDomain; impact: number; reason: Reason };

/**
 * What may help this child's family now: hard filters first, which no score can outweigh, then a published score.
 * Every suggestion says why, every other listing says why not. The same input gives the same answer, whatever the
 * order of the directory. No diagnosis is needed or looked at.
 */
export function match(child: Child, listings: readonly Listing[], today: CalendarDate): Match {
  const wanted = wantedBy(child);
  const excluded: Excluded[] = [];
  const fitting: { listing: Listing; suggestion: Suggestion }[] = [];
  for (const listing of [...listings].sort(byTitle)) {
    const bar = barred(child, listing, today);
    if (bar) {
      excluded.push({ listingId: listing.id, title: listing.title, ...bar });
      continue;
    }
    const met = wanted.filter(({ domain }) => listing.needs.includes(domain));
    if (met.length === 0 && !listing.general) {
      excluded.push({
        listingId: listing.id,
        title: listing.title,
        code: 'no-need-matched',
        text: 'It is for other needs',
      });
      continue;
    }
    fitting.push({ listing, suggestion: suggest(listing, met, wanted, today) });
  }
  fitting.sort((a, b) => b.suggestion.score - a.suggestion.score || byTitle(a.listing, b.listing));
  return choose(fitting, excluded);
}

/** Nothing of one kind crowds out the rest; what does not find room says so. */
function choose(
  fitting: readonly { listing: Listing; suggestion: Suggestion }[],
  excluded: Excluded[],
): Match {
  const suggestions: Suggestion[] = [];
  const ofKind = new Map<string, number>();
  for (const { listing, suggestion } of fitting) {
    const already = ofKind.get(listing.kind) ?? 0;
    if (suggestions.length < matchingPolicy.suggestions && already < matchingPolicy.ofOneKind) {
      suggestions.push(suggestion);
      ofKind.set(listing.kind, already + 1);
    } else {
      excluded.push({
        listingId: listing.id,
        title: listing.title,
        code: 'rank',
        text: 'It fits, but others fit better',
      });
    }
  }
  return { suggestions, excluded };
}

function barred(
  child: Child,
  listing: Listing,
  today: CalendarDate,
): Pick<Excluded, 'code' | 'text'> | undefined {
  const age = ageOn(child.dateOfBirth, today);
  if (listing.audience === 'professional')
    return { code: 'for-professionals', text: 'It is for people who work with children' };
  if (listing.ageFrom !== null && age < listing.ageFrom)
    return { code: 'too-young', text: `It starts at age ${listing.ageFrom}` };
  if (listing.ageTo !== null && age > listing.ageTo)
    return { code: 'too-old', text: `It ends at age ${listing.ageTo}` };
  if (
    listing.onlyFor !== null &&
    !(listing.onlyFor === 'looked-after' && child.circumstances.includes('looked-after'))
  )
    return { code: 'kept-for-others', text: `It is kept for: ${listing.whoFor.toLowerCase()}` };
  if (listing.route === 'school' && age < 4)
    return { code: 'through-school', text: 'It is only reached through a school' };
  return undefined;
}

/** The child's needs, the heaviest first; without any, what is likely for the service asked for. */
function wantedBy({ needs, service }: Child): Wanted[] {
  const recorded = needs.flatMap((need): Wanted[] => {
    const impact = Math.max(need.home, need.school, need.community);
    if (impact === 0)
      return need.notSaid ? [{ domain: need.domain, impact: 1, reason: matters(need.domain) }] : [];
    const setting = (['home', 'school', 'community'] as const).find((one) => need[one] === impact) ?? 'home';
    return [
      {
        domain: need.domain,
        impact,
        reason: {
          code: 'need',
          domain: need.domain,
          setting,
          text: `${textOf(needDomains, need.domain)}: ${impactWords[impact] ?? ''} ${textOf(needSettings, setting).toLowerCase()}`,
        },
      },
    ];
  });
  if (recorded.length > 0)
    return recorded.sort((a, b) => b.impact - a.impact || (a.domain < b.domain ? -1 : 1));
  return likelyNeeds[service].map((domain) => ({
    domain,
    impact: 1,
    reason: {
      code: 'service-asked-for',
      domain,
      text: `${textOf(needDomains, domain)}: ${oftenHelps(service)}`,
    },
  }));
}

/** A need that was named as one that matters, while nobody has said yet how much. */
function matters(domain: NeedDomain): Reason {
  return { code: 'need', domain, text: `${textOf(needDomains, domain)}: it matters, how much is not said` };
}

/** Why something is likely to help where no needs were recorded, without the need that it is for. */
export function oftenHelps(service: ServiceAskedFor): string {
  return `often helps families who wait for ${waitedFor[service]}`;
}

const impactWords: Readonly<Record<number, string>> = { 1: 'a little', 2: 'a lot', 3: 'most of the time' };

function suggest(
  listing: Listing,
  met: readonly Wanted[],
  wanted: readonly Wanted[],
  today: CalendarDate,
): Suggestion {
  const { weights } = matchingPolicy;
  const ownAccess = listing.route === 'open' || listing.route === 'self' || listing.route === 'any-referrer';
  const parts: [number, number, Reason | undefined][] = [
    [weights.needs, share(met, wanted), undefined],
    [weights.startNow, Number(listing.startNow), { code: 'start-now', text: 'You can use it today' }],
    [weights.ownAccess, Number(ownAccess), { code: 'own-access', text: 'You can go there yourselves' }],
    [
      weights.general,
      Number(listing.general),
      { code: 'general', text: 'It helps you find other help near you' },
    ],
    [weights.freshness, freshness(listing.lastAssured, today), undefined],
  ];
  return {
    listingId: listing.id,
    title: listing.title,
    score: Math.round(parts.reduce((sum, [weight, value]) => sum + weight * value, 0) * 1000) / 1000,
    reasons: [
      ...met.map(({ reason }) => reason),
      ...parts.flatMap(([, value, reason]) => (reason && value > 0 ? [reason] : [])),
    ],
  };
}

/** Of all that gets in the child's way, by weight, the part that the listing is for. */
function share(met: readonly Wanted[], wanted: readonly Wanted[]): number {
  const total = wanted.reduce((sum, { impact }) => sum + impact, 0);
  return total === 0 ? 0 : met.reduce((sum, { impact }) => sum + impact, 0) / total;
}

function freshness(lastAssured: CalendarDate, today: CalendarDate): number {
  const { freshDays, staleDays } = matchingPolicy;
  return Math.min(1, Math.max(0, (staleDays - daysBetween(lastAssured, today)) / (staleDays - freshDays)));
}

function byTitle(a: Listing, b: Listing): number {
  return a.title < b.title ? -1 : a.title > b.title ? 1 : a.id < b.id ? -1 : 1;
}
