import type { CalendarDate } from '@waymark/care-types';

/** Fewer children than this show nothing that could be relied on, and might point to one of them. */
const enough = 5;

/**
 * A day in the month of referral that is being seen now: the median received date of children lately seen first.
 * Undefined where fewer than five were. A statement about the past, never a promise.
 */
export function monthNowSeen(received: readonly CalendarDate[]): CalendarDate | undefined {
  if (received.length < enough) return undefined;
  return received.toSorted()[Math.floor((received.length - 1) / 2)];
}
