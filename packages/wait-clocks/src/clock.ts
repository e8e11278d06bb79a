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
import { Evidence } from './evidence.ts';
import { WaitState, unmetNeeds, type StillNeeded } from './regime.ts';
import { RegimeId, regimes } from './regimes/index.ts';
import { RttStatus } from './rtt-status.ts';

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
 * One clock, as it was on one day, in the form in which it is sent and kept. `stopped`: its aim was reached. `nullified`: the wait is deleted and counts nowhere.
 * `ended`: the referral ended before the aim was reached, so it is neither a completed wait nor a child still waiting.
 * `stop` is the day on which it ceased to run, in whichever way. `days` = stop − start, or that day − start while it
 * runs, and none for a wait that is deleted; the day of the start is day 0. `due` is the last day within the limit. `code` is the status of referral to
 * treatment that the wait has now, `band` the group of waits in which it is reported; each where its regime has such.
 * `counted` says whether the statistics count a running wait in the month of that day.
 */
export const ClockState = z.strictObject({
  regime: RegimeId,
  title: z.string(),
  referralId: z.string(),
  referralIds: z.array(z.string()),
  period: z.number().int().min(1),
  start: CalendarDate,
  stop: CalendarDate.nullable(),
  state: WaitState,
  days: z.number().int().min(0).nullable(),
  limitDays: z.number().int().min(0).nullable(),
  due: CalendarDate.nullable(),
  standing: z.enum(['within', 'breached', 'no-limit', 'not-counted']),
  code: RttStatus.optional(),
  band: z
    .string()
    .regex(/^(?:\d{1,3}-\d{1,3}|\d{1,3}\+|>\d{1,3})$/)
    .optional(),
  counted: z.boolean().optional(),
  time: WaitInMinutes.optional(),
  evidence: z.array(Evidence),
  stillNeeded: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
});
export type ClockState = z.infer<typeof ClockState>;
export type LimitStatus = ClockState['standing'];

/** One clock as the rules work it out: what it still needs has codes. */
export type Clock = Omit<ClockState, 'standing' | 'stillNeeded'> & {
  /** Whether the wait is within its limit. */
  limitStatus: LimitStatus;
  stillNeeded: readonly StillNeeded[];
};

/** A clock in the form in which it is sent and kept, where what it still needs is in words. */
export function clockStateOf(clock: Clock): ClockState {
  const { regime, title, referralId, referralIds, period, start, stop, state, days, limitDays, due } = clock;
  const { limitStatus, evidence, stillNeeded, settings, code, band, counted, time } = clock;
  return {
    ...{ regime, title, referralId, referralIds, period, start, stop, state, days, limitDays, due },
    ...{ standing: limitStatus, evidence, stillNeeded: stillNeeded.map(({ says }) => says), settings },
    ...(code !== undefined && { code }),
    ...(band !== undefined && { band }),
    ...(counted !== undefined && { counted }),
    ...(time !== undefined && { time }),
  };
}

/** What a clock still needs, with codes, from its regime and its evidence: of one that was kept, too. */
export function stillNeededOf(
  clock: Pick<ClockState, 'regime' | 'state' | 'evidence'>,
): readonly StillNeeded[] {
  return clock.state === 'running' ? unmetNeeds(regimes[clock.regime], clock) : [];
}

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
