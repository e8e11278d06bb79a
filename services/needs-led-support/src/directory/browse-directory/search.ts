import { needDomains, textOf, type NeedDomain } from '@waymark/care-types';
import type { Listing } from '../domain/listing.ts';

export type Search = { need?: NeedDomain | undefined; age?: number | undefined; words?: string | undefined };

/**
 * The listings that fit all that is asked: a need, an age in whole years, words that all occur somewhere in the
 * listing. What can be used today comes first, then by title.
 */
export function search(listings: readonly Listing[], { need, age, words }: Search): Listing[] {
  const wanted = (words ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return listings
    .filter((listing) => need === undefined || listing.needs.includes(need))
    .filter(({ ageFrom, ageTo }) => age === undefined || ((ageFrom ?? 0) <= age && age <= (ageTo ?? 25)))
    .filter((listing) => wanted.every((word) => wordsOf(listing).includes(word)))
    .toSorted((a, b) => Number(b.startNow) - Number(a.startNow) || a.title.localeCompare(b.title, 'en-GB'));
}

function wordsOf({ title, offers, whoFor, kind, needs }: Listing): string {
  return [title, offers, whoFor, kind, ...needs.map((need) => textOf(needDomains, need))]
    .join(' ')
    .toLowerCase();
}
