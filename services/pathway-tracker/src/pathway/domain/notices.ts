import { addDays, addMonths, birthday, type CalendarDate } from '@waymark/care-types';
import type { BreachForecast, DateReached } from '@waymark/events';
import type { ClockState, DataQualityFinding } from '@waymark/wait-clocks';
import { findingsOf, silentMonths } from './findings.ts';
import type { Pathway } from './pathway.ts';
import { foundWaitingOn } from './validation.ts';

/** A clock that is due so soon is forecast to pass its limit, or not. */
const forecastDays = 14;
/** Active monitoring is looked at again every 12 weeks. RTT guidance, active monitoring. */
const monitoringReviewDays = 84;
/** A care plan is looked at again at least once a year. Refocusing the Care Programme Approach (2008). */
const planReviewMonths = 12;

/** Something that the date alone brings, from a day on. The key says what it is, so that it is published once. */
export type Notice = { key: string; from: CalendarDate } & (
  | { kind: 'forecast'; forecast: BreachForecast }
  | { kind: 'breached'; breached: Pick<BreachForecast, 'regime' | 'period' | 'due'> }
  | { kind: 'reached'; reached: { what: DateReached; on: CalendarDate } }
  | { kind: 'finding'; finding: Pick<DataQualityFinding, 'id' | 'facts'> }
);

/** Everything that dates bring to an open pathway, past and to come, as the facts are now. */
export function noticesOf(pathway: Pathway, today: CalendarDate): Notice[] {
  if (pathway.stage === 'closed') return [];
  return [
    ...pathway.clocks
      // A clock of a spell is published once, with the first of its referrals.
      .filter(({ state, due, referralId }) => state === 'running' && due && referralId === pathway.referralId)
      .flatMap((clock) => ofClock(clock, pathway)),
    ...ofAge(pathway),
    ...ofMonitoring(pathway),
    ...ofPlan(pathway),
    ...ofFindings(pathway, today),
  ];
}

/** Those that have come and were not published yet. A forecast is published only while its day is ahead. */
export function freshNotices(pathway: Pathway, today: CalendarDate): Notice[] {
  const published = new Set(pathway.told);
  return noticesOf(pathway, today).filter(
    (notice) =>
      notice.from <= today &&
      !published.has(notice.key) &&
      !(notice.kind === 'forecast' && notice.forecast.due < today),
  );
}

/** The first day on which one of them comes that was not published yet: today where one has come already. */
export function nextNotice(pathway: Pathway, today: CalendarDate): CalendarDate | null {
  if (freshNotices(pathway, today).length > 0) return today;
  const ahead = noticesOf(pathway, today).flatMap(({ from }) => (from > today ? [from] : []));
  return [...ahead, ...silentFrom(pathway)].filter((day) => day > today).toSorted()[0] ?? null;
}

function ofClock({ regime, period, due }: ClockState, pathway: Pathway): Notice[] {
  if (due === null) return [];
  const about = { regime, period, due };
  const key = `${regime} ${period} ${due}`;
  return [
    {
      ...{ kind: 'forecast', key: `forecast ${key}`, from: addDays(due, -forecastDays) },
      forecast: { ...about, ...howSure(pathway, due) },
    },
    { kind: 'breached', key: `breached ${key}`, from: addDays(due, 1), breached: about },
  ];
}

/** How sure it is that a clock passes its limit, by what is arranged. */
function howSure({ facts }: Pathway, due: CalendarDate): Pick<BreachForecast, 'sure' | 'why'> {
  const booked = facts
    .flatMap((fact) => (fact.type === 'appointment-booked' && fact.for ? [fact.for] : []))
    .toSorted()
    .at(-1);
  if (booked === undefined) return { sure: 'likely', why: 'nothing-booked' };
  return booked > due
    ? { sure: 'certain', why: 'booked-after-due' }
    : { sure: 'possible', why: 'booked-in-time' };
}

/** Ages at which services change, reached while waiting: what was reached before the referral is no news. */
function ofAge({ dateOfBirth, receivedOn }: Pathway): Notice[] {
  const reached: readonly (readonly [DateReached, CalendarDate])[] = [
    ['year-6', yearSixFrom(dateOfBirth)],
    ['aged-17-and-a-half', addMonths(dateOfBirth, 17 * 12 + 6)],
    ['aged-18', birthday(dateOfBirth, 18)],
  ];
  return reached
    .filter(([, on]) => on > receivedOn)
    .map(([what, on]) => ({ kind: 'reached', key: `${what} ${on}`, from: on, reached: { what, on } }));
}

/** The first day of school year 6: that of the September after the tenth birthday. */
export function yearSixFrom(dateOfBirth: CalendarDate): CalendarDate {
  const year = Number(dateOfBirth.slice(0, 4)) + (dateOfBirth.slice(5) < '09-01' ? 10 : 11);
  return `${String(year).padStart(4, '0')}-09-01` as CalendarDate;
}

/** The next review of active monitoring, while nothing has followed it. */
function ofMonitoring({ facts }: Pathway): Notice[] {
  const [last] = facts
    .filter(({ type }) => type === 'active-monitoring' || type === 'contact')
    .toSorted((one, other) => (one.on < other.on ? 1 : -1));
  const begun = facts.findLast(({ type }) => type === 'active-monitoring');
  const over = facts.some(
    ({ type, on }) =>
      begun !== undefined &&
      on >= begun.on &&
      (type === 'active-monitoring-ended' || type === 'decision-to-treat' || type === 'treatment-started'),
  );
  if (begun === undefined || last === undefined || over) return [];
  const on = addDays(last.on, monitoringReviewDays);
  const what = 'monitoring-review-due';
  return [{ kind: 'reached', key: `${what} ${on}`, from: on, reached: { what, on } }];
}

/** The next review of the care plan, counted from its last change. */
function ofPlan({ facts }: Pathway): Notice[] {
  const last = facts
    .flatMap((fact) => (fact.type === 'care-plan-agreed' ? [fact.on] : []))
    .toSorted()
    .at(-1);
  if (last === undefined) return [];
  const what = 'plan-review-due';
  const on = addMonths(last, planReviewMonths);
  return [{ kind: 'reached', key: `${what} ${on}`, from: on, reached: { what, on } }];
}

function ofFindings(pathway: Pathway, today: CalendarDate): Notice[] {
  // Silence that goes on after somebody has looked is another one.
  const looked = foundWaitingOn(pathway);
  const since = (id: string) => (id === 'no-activity' && looked !== undefined ? ` ${looked}` : '');
  return findingsOf(pathway, today).map(({ id, facts: shownBy }) => ({
    ...{ kind: 'finding', key: `${id} ${shownBy.join(' ')}${since(id)}`, from: today },
    finding: { id, facts: shownBy },
  }));
}

/** The day from which an open pathway without news may be one that nobody closed. */
function silentFrom(pathway: Pathway): CalendarDate[] {
  const last = [...pathway.facts.map(({ on }) => on), foundWaitingOn(pathway) ?? []].flat().toSorted().at(-1);
  return pathway.stage === 'closed' || last === undefined ? [] : [addDays(addMonths(last, silentMonths), 1)];
}
