import {
  addMonths,
  CalendarDate,
  dateOfDay,
  dayNumber,
  daysBetween,
  londonDateOf,
  Moment,
} from '@waymark/care-types';
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

export const RegimeId = z.enum([
  'cyp-4-week',
  'local-18-weeks',
  'rtt-18-weeks',
  'adult-4-week',
  'autism-13-weeks',
  'autism-nice-3-months',
  'adhd-age',
  'community-paediatrics',
  'eating-disorder-urgent',
  'eating-disorder-routine',
  'eip-2-weeks',
  'crisis-emergency',
  'crisis-very-urgent-4h',
  'crisis-urgent-24h',
  'liaison-1h',
  'ehc-advice-6-weeks',
]);
export type RegimeId = z.infer<typeof RegimeId>;

/** The 17 status codes of referral to treatment. */
export const RttStatus = z.enum([
  ...(['10', '11', '12', '20', '21'] as const),
  ...(['30', '31', '32', '33', '34', '35', '36'] as const),
  ...(['90', '91', '92', '98', '99'] as const),
]);
export type RttStatus = z.infer<typeof RttStatus>;

/** A wait that is counted in minutes: real time between moments, whatever the clock on the wall did meanwhile. */
export const WaitInMinutes = z.strictObject({
  startedAt: Moment,
  stoppedAt: Moment.nullable(),
  minutes: z.number().int().min(0),
  limitMinutes: z.number().int().min(0).nullable(),
  /** The last moment within the limit. */
  dueAt: Moment.nullable(),
});
export type WaitInMinutes = z.infer<typeof WaitInMinutes>;

/**
 * One clock, as it was on one day. `stopped`: its aim was reached. `nullified`: the wait is deleted and counts nowhere.
 * `ended`: the referral ended before the aim was reached, so it is neither a completed wait nor a child still waiting.
 * `stop` is the day on which it ceased to run, in whichever way. `days` = stop − start, or that day − start while it
 * runs; the day of the start is day 0. `due` is the last day within the limit. `code` is the status of referral to
 * treatment that the wait has now, `band` the group of waits in which it is reported; each where its regime has such.
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
  code: RttStatus.optional(),
  band: z
    .string()
    .regex(/^(?:\d{1,3}-\d{1,3}|\d{1,3}\+|>\d{1,3})$/)
    .optional(),
  time: WaitInMinutes.optional(),
  evidence: z.array(Evidence),
  stillNeeded: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
});
export type ClockState = z.infer<typeof ClockState>;
export type LimitStatus = ClockState['standing'];

type Span = Pick<ClockState, 'start' | 'stop'>;

/** Days of the wait as at a date: to the stop where it has stopped, to the date while it runs. */
export function daysOn({ start, stop }: Span, asOf: CalendarDate): number {
  return daysBetween(start, stop ?? asOf);
}

/**
 * Where the clock stands as at a date, which may lie after the day on which it was worked out as long as nothing has
 * happened since. A limit in minutes that ends on that very day stands as it was worked out.
 */
export function limitStatusOn(
  clock: Span & Pick<ClockState, 'state' | 'limitDays' | 'time'>,
  asOf: CalendarDate,
): LimitStatus {
  return limitStatusAfter(clock, daysOn(clock, asOf), asOf);
}

/** Where a clock stands that is so many days old. */
export function limitStatusAfter(
  { state, time, limitDays }: Pick<ClockState, 'state' | 'limitDays' | 'time'>,
  days: number,
  asOf: CalendarDate,
): LimitStatus {
  if (state === 'nullified' || state === 'ended') return 'not-counted';
  if (time !== undefined) return limitStatusInMinutes(time, asOf);
  if (limitDays === null) return 'no-limit';
  return days <= limitDays ? 'within' : 'breached';
}

function limitStatusInMinutes(
  { stoppedAt, minutes, limitMinutes, dueAt }: WaitInMinutes,
  asOf: CalendarDate,
): LimitStatus {
  if (limitMinutes === null || dueAt === null) return 'no-limit';
  if (minutes > limitMinutes) return 'breached';
  return stoppedAt === null && londonDateOf(dueAt) < asOf ? 'breached' : 'within';
}

/** The last day that can be written. */
export const lastDay = dayNumber(CalendarDate.parse('9999-12-31'));
const lastMonth = 9_999 * 12 + 12;

/** A date so many days later, never after the last that can be written. */
export function daysLater(date: CalendarDate, days: number): CalendarDate {
  return dateOfDay(Math.min(dayNumber(date) + days, lastDay));
}

/** A date so many calendar months later, never after the last that can be written. */
export function monthsLater(date: CalendarDate, months: number): CalendarDate {
  if (dayNumber(date) + months * 31 <= lastDay) return addMonths(date, months);
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) + months;
  return month > lastMonth ? dateOfDay(lastDay) : addMonths(date, months);
}
