import { z } from 'zod';

/** What the sources leave open, each with the reading that Waymark takes unless a place decides otherwise. */
export const Settings = z.strictObject({
  /** The guidance names both dates for a discharge after a later appointment to which the child was not brought. */
  'discharge-after-missed-appointment': z
    .enum(['day-communicated', 'day-of-appointment'])
    .default('day-communicated'),
  /** The data dictionary lets a missed first appointment delete a routine or urgent wait; the guidance has no such limit. */
  'first-missed-deletes': z.enum(['any-priority', 'routine-and-urgent']).default('any-priority'),
  /** A self-referral counts once a professional who may do so has ratified it; being accepted by a team is that, or is not. */
  'self-referral-ratified-by': z
    .enum(['acceptance-or-ratification', 'ratification'])
    .default('acceptance-or-ratification'),
  /** A wait for autism assessment that is still open on day 91 is within 13 weeks, or at least 13 weeks long. */
  'open-at-13-weeks': z.enum(['breach-from-92', 'breach-from-91']).default('breach-from-92'),
  /** Hours between two moments, or between two readings of the clock on the wall: not the same when the clocks change. */
  'crisis-elapsed': z.enum(['instants', 'wall-clock']).default('instants'),
  /** The band before "over 52 weeks" ends with day 364; the page says "over 365 days". */
  'over-52-weeks': z.enum(['from-365', 'from-366']).default('from-365'),
  /** An open referral for which nothing was recorded for so many months may be one that nobody closed. */
  'no-activity-months': z
    .string()
    .regex(/^[1-9][0-9]?$/, 'Write a number of months, like 6')
    .default('6'),
});
export type Settings = z.infer<typeof Settings>;
export const defaultSettings: Settings = Settings.parse({});
