import { addDays, CalendarDate, daysBetween } from '@waymark/care-types';
import { z } from 'zod';

/** A rule that spoke, what it says in words, and the facts on which it rests. */
export const Evidence = z.strictObject({
  rule: z.string(),
  source: z.string(),
  says: z.string(),
  facts: z.array(z.string()),
  on: CalendarDate.optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const RegimeId = z.enum(['cyp-4-week', 'local-18-weeks']);
export type RegimeId = z.infer<typeof RegimeId>;

/**
 * One clock, as it was on one day. `stopped`: its aim was reached. `nullified`: the wait is deleted and counts nowhere.
 * `ended`: the referral ended before the aim was reached, so it is neither a completed wait nor a child still waiting.
 * `stop` is the day on which it ceased to run, in whichever way. `days` = stop − start, or that day − start while it
 * runs; the day of the start is day 0. `due` is the last day within the limit.
 */
export const ClockState = z.strictObject({
  regime: RegimeId,
  title: z.string(),
  referralId: z.string(),
  referralIds: z.array(z.string()),
  period: z.number().int().min(1),
  start: CalendarDate,
  stop: CalendarDate.nullable(),
  state: z.enum(['running', 'stopped', 'nullified', 'ended']),
  days: z.number().int().min(0),
  limitDays: z.number().int().min(0).nullable(),
  due: CalendarDate.nullable(),
  standing: z.enum(['within', 'breached', 'no-limit', 'not-counted']),
  evidence: z.array(Evidence),
  stillNeeded: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
});
export type ClockState = z.infer<typeof ClockState>;
export type Standing = ClockState['standing'];

type Span = Pick<ClockState, 'start' | 'stop'>;

/** Days of the wait as at a date: to the stop where it has stopped, to the date while it runs. */
export function daysOn({ start, stop }: Span, asOf: CalendarDate): number {
  return daysBetween(start, stop ?? asOf);
}

/** Where the clock stands as at a date, which may lie after the day on which it was worked out as long as nothing has happened since. */
export function standingOn(
  clock: Span & Pick<ClockState, 'state' | 'limitDays'>,
  asOf: CalendarDate,
): Standing {
  if (clock.state === 'nullified' || clock.state === 'ended') return 'not-counted';
  if (clock.limitDays === null) return 'no-limit';
  return daysOn(clock, asOf) <= clock.limitDays ? 'within' : 'breached';
}

/** The last day within the limit. */
export function dueOf(start: CalendarDate, limitDays: number | null): CalendarDate | null {
  return limitDays === null ? null : addDays(start, limitDays);
}
