import {
  dateOfDay,
  dayNumber,
  londonDateOf,
  startOfLondonDay,
  type CalendarDate,
  type Moment,
} from '@waymark/care-types';
import { daysLater, lastDay, limitStatusAfter, monthsLater } from './clock.ts';
import type { Clock, WaitInMinutes } from './clock.ts';
import type { Fact } from './fact.ts';
import { unmetNeeds, type Limit, type Regime, type StillNeeded, type Wait } from './regime.ts';
import { rttStatusesOf } from './regimes/eighteen-weeks.ts';
import { allRegimes, regimes, type KnownRegime, type RegimeId } from './regimes/index.ts';
import type { Activity } from './rules/rtt-state-machine.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { caseHistoryOf, type CaseHistory, type Referral } from './case-history.ts';

/** Raised when the same facts give other clocks than before: what was worked out by earlier rules is worked out again. */
export const rulesVersion = 3;

/** Until when the facts are taken, under which rules, and how what the sources leave open is read. */
export type ClockOptions = {
  asOf: CalendarDate;
  /** The moment at which one looks, for limits in hours; where absent, the end of the day. */
  now?: Moment | undefined;
  regimes?: readonly KnownRegime[];
  settings?: Settings;
};

/**
 * Every clock of one person, as it stood at the end of a day, from all the facts known about that person: always the
 * full list, never a change to an earlier answer, so that a late, corrected or withdrawn fact gives the right answer.
 * The order of the facts does not matter; facts of later days are left out; a fact given twice counts once. Answers
 * for any list of facts, and never throws. By regime in the order given, then by start.
 */
export function clocksOf(
  facts: readonly Fact[],
  { asOf, now, regimes: under = allRegimes, settings = defaultSettings }: ClockOptions,
): Clock[] {
  return clocksIn(caseHistoryOf(facts, asOf, now), under, settings);
}

function clocksIn(history: CaseHistory, under: readonly KnownRegime[], settings: Settings): Clock[] {
  const clocks: Clock[] = [];
  for (const regime of under) {
    const inScope = scopeOf(regime, history);
    if (inScope === null) continue;
    const waits = regime.waits(history, settings, inScope);
    const from = clocks.length;
    for (const wait of waits)
      if (holdsAt(regime, wait)) clocks.push(clockOf(regime, wait, history, settings));
    if (clocks.length - from > 1) clocks.push(...clocks.splice(from).sort(byStart));
  }
  return clocks;
}

/** The referrals for which a regime holds; null where it has nothing to look at. */
function scopeOf({ appliesTo, holdsWithout }: Regime, history: CaseHistory): readonly Referral[] | null {
  const { referrals } = history;
  if (holdsWithout !== undefined) return holdsWithout(history) ? referrals : null;
  const [first] = referrals;
  if (referrals.length === 1 && first !== undefined) return appliesTo(first.received) ? referrals : null;
  const inScope = referrals.filter(({ received }) => appliesTo(received));
  return inScope.length === 0 ? null : inScope;
}

/** The status of referral to treatment of every activity, in order of time. */
export function statusesOf(
  facts: readonly Fact[],
  { asOf, settings = defaultSettings }: Pick<ClockOptions, 'asOf' | 'settings'>,
): readonly Activity[] {
  return rttStatusesOf(caseHistoryOf(facts, asOf), settings);
}

const before = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function byStart(one: Clock, other: Clock): number {
  return (
    before(one.start, other.start) || before(one.referralId, other.referralId) || one.period - other.period
  );
}

function holdsAt({ holds }: Regime, { start }: Wait): boolean {
  return (holds.from === null || holds.from <= start) && (holds.until === null || start <= holds.until);
}

const nothing: readonly StillNeeded[] = [];

/** The day of the date asked for last: the clocks of a referral begin on the same one. */
const last = { date: '', day: 0 };

function dayOf(date: CalendarDate): number {
  if (date !== last.date) {
    last.day = dayNumber(date);
    last.date = date;
  }
  return last.day;
}

function clockOf(regime: KnownRegime, wait: Wait, history: CaseHistory, settings: Settings): Clock {
  const { start, stop, state } = wait;
  const startDay = dayOf(start);
  const limitDays = limitIn(regime.limit, wait, startDay);
  const days = (stop === null ? history.asOfDay : dayNumber(stop)) - startDay;
  const clock: Clock = {
    regime: regime.id,
    title: regime.title,
    referralId: wait.referralIds[0],
    referralIds: wait.referralIds,
    period: wait.period,
    start,
    stop,
    state,
    days: state === 'nullified' ? null : days,
    limitDays,
    due: limitDays === null ? null : dateOfDay(startDay + limitDays),
    limitStatus: 'no-limit',
    evidence: wait.evidence,
    stillNeeded: state === 'running' ? unmetNeeds(regime, wait) : nothing,
    settings: wait.settings,
  };
  if (wait.code !== undefined) clock.code = wait.code;
  if (wait.counted !== undefined) clock.counted = wait.counted;
  if (regime.bands !== null && state !== 'nullified') clock.band = regime.bands(settings)(days);
  if (wait.between !== undefined) {
    clock.time = inMinutes(regime.limit, wait.between, history, settings);
    clock.limitDays = null;
    clock.due = clock.time.dueAt === null ? null : londonDateOf(clock.time.dueAt);
  }
  clock.limitStatus = limitStatusAfter(clock, days, history.asOf);
  return clock;
}

/** The days of the limit for a wait that began on a day; fewer where the calendar ends. */
function limitIn(limit: Limit, { start, limitDays }: Wait, startDay: number): number | null {
  if (limitDays === undefined && (limit === null || 'minutes' in limit)) return null;
  if (limit !== null && 'months' in limit) return dayNumber(monthsLater(start, limit.months)) - startDay;
  const days = limitDays ?? (limit !== null && 'days' in limit ? limit.days : 0);
  return Math.min(days, lastDay - startDay);
}

function dueAfter(limit: { days: number } | { months: number }, start: CalendarDate): CalendarDate {
  return 'days' in limit ? daysLater(start, limit.days) : monthsLater(start, limit.months);
}

/**
 * The last day within the limit of a regime for a wait that began on a day: of a limit in minutes, the last day on
 * which it may end. Null where there is no limit.
 */
export function dueFrom(regime: RegimeId, start: CalendarDate): CalendarDate | null {
  const { limit } = regimes[regime];
  if (limit === null) return null;
  return 'minutes' in limit
    ? daysLater(start, Math.ceil(limit.minutes / minutesOfDay))
    : dueAfter(limit, start);
}

const minutesOfDay = 1_440;
const msOfMinute = 60_000;

function inMinutes(
  limit: Limit,
  { from, to }: NonNullable<Wait['between']>,
  { asOf, now }: CaseHistory,
  { 'crisis-elapsed': reading }: Settings,
): WaitInMinutes {
  const limitMinutes = limit !== null && 'minutes' in limit ? limit.minutes : null;
  const until = to ?? now ?? startOfLondonDay(daysLater(asOf, 1));
  const ms = (moment: Moment): number =>
    reading === 'instants' ? Date.parse(moment) : wallClockMs(Temporal.Instant.from(moment));
  const due = limitMinutes === null ? null : ms(from) + limitMinutes * msOfMinute;
  return {
    startedAt: from,
    stoppedAt: to,
    minutes: Math.max(0, Math.floor((ms(until) - ms(from)) / msOfMinute)),
    limitMinutes,
    dueAt: due === null ? null : reading === 'instants' ? momentAt(due) : wallClockMoment(due),
  };
}

/** What the clock on the wall shows, as if there were no summer time. */
function wallClockMs(instant: Temporal.Instant): number {
  return Date.parse(
    `${instant.toZonedDateTimeISO('Europe/London').toPlainDateTime().toString({ smallestUnit: 'millisecond' })}Z`,
  );
}

function wallClockMoment(ms: number): Moment {
  const wall = Temporal.PlainDateTime.from(new Date(Math.min(ms, lastMs)).toISOString().slice(0, -1));
  return wall.toZonedDateTime('Europe/London', { disambiguation: 'later' }).toInstant().toString() as Moment;
}

/** The last moment that can be written. */
const lastMs = Date.parse('9999-12-31T23:59:59Z');

function momentAt(ms: number): Moment {
  return Temporal.Instant.fromEpochMilliseconds(Math.min(ms, lastMs)).toString() as Moment;
}
