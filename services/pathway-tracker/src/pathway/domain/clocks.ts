import { addDays, birthday, isAttended, type CalendarDate } from '@waymark/care-types';
import { pathwayClockChanged, pathwayClosed, pathwayReopened } from '@waymark/events';
import { type NewEvent } from '@waymark/decisions';
import {
  clocksOf,
  clockStateOf,
  regimes,
  rulesVersion,
  type Clock,
  type ClockState,
  type Fact,
} from '@waymark/wait-clocks';
import { findingsOf } from './findings.ts';
import { nextNotice } from './notices.ts';
import { noDue, stateOf, type Closure, type KeptClock, type Pathway, type PathwayFact } from './pathway.ts';

/** The regimes under which a wait is followed. */
export const followed = Object.values(regimes);

/** A new referral within so many days carries the four-week wait on, so that its clock ends only afterwards. */
const spellStaysOpen = 5;

/** The same pathway with its clocks, and what follows from them, worked out again from all its facts. */
export function recalculated(pathway: Pathway, today: CalendarDate): Pathway {
  const clocks = isDuplicate(pathway)
    ? []
    : clocksOf([...pathway.facts, ...pathway.spellFacts] as Fact[], { asOf: today })
        .filter(({ referralIds }) => referralIds.includes(pathway.referralId))
        .map(keptClockOf);
  const runs = clocks.filter(({ state }) => state === 'running');
  const end = pathway.facts.find(isEnd);
  const next: Pathway = {
    ...pathway,
    clocks,
    rules: rulesVersion,
    stage: end ? 'closed' : pathway.facts.some(isSeen) ? 'seen' : 'waiting',
    closedOn: end?.on ?? null,
    closure: end ? closureOf(end) : null,
    firstDue: runs.flatMap(({ due }) => due ?? []).toSorted()[0] ?? noDue,
    runsSince: runsSince(runs.filter(({ referralId }) => referralId === pathway.referralId)),
    list: end ? 'closed' : runs.length > 0 || clocks.length === 0 ? 'waiting' : 'stopped',
  };
  const dataQualityFindings = [...new Set(findingsOf(next, today).map(({ id }) => id))];
  return { ...next, oddities: dataQualityFindings, recheckOn: recheckOn(next, today) };
}

/** A clock in the form in which it is sent and kept: a deleted wait has no days, for which 0 stands. */
export function keptClockOf(clock: Clock): KeptClock {
  return { ...clockStateOf(clock), days: clock.days ?? 0 };
}

/** An event for the clocks that are now other ones, by start, stop or state. Growing older is no change. */
export function clockEvents(before: Pathway, next: Pathway): NewEvent[] {
  const all = [...before.clocks, ...next.clocks].map(({ regime }) => regime);
  const changed = [...new Set(all)].filter(
    (regime) => fingerprint(before.clocks, regime) !== fingerprint(next.clocks, regime),
  );
  return changed.length === 0 ? [] : [pathwayClockChanged({ ...stateOf(next), changed })];
}

/** An event where the wait was closed by a change, or opened again by one. */
export function stageEvents(before: Pathway, next: Pathway): NewEvent[] {
  const [was, is] = [before.stage === 'closed', next.stage === 'closed'];
  if (was === is) return [];
  return [is ? pathwayClosed(stateOf(next)) : pathwayReopened(stateOf(next))];
}

/** Whether it is the same wait as another pathway's: it has no clock of its own, so that no wait counts twice. */
export function isDuplicate({ ending }: Pick<Pathway, 'ending'>): boolean {
  return ending?.how === 'duplicate';
}

/** Whether a fact ends the referral. */
export function isEnd({ type }: PathwayFact): boolean {
  return type === 'referral-closed' || type === 'discharged' || type === 'rejected' || type === 'died';
}

/** Whether the child was seen. */
export function isSeen(fact: PathwayFact): boolean {
  return fact.type === 'contact' && fact.indirect !== true && isAttended(fact.attendance);
}

function fingerprint(clocks: readonly ClockState[], wanted: string): string {
  const those = clocks.filter(({ regime }) => regime === wanted);
  return JSON.stringify(
    those.map(({ start, stop, state, referralIds }) => [start, stop, state, referralIds]),
  );
}

/** Since when a clock of each regime runs, the first where there are several. */
export function runsSince(running: readonly ClockState[]): Pathway['runsSince'] {
  return Object.fromEntries(running.toReversed().map(({ regime, start }) => [regime, start]));
}

function closureOf(end: PathwayFact): Closure | null {
  if (end.type === 'referral-closed') return end.reason ?? null;
  return end.type === 'died' ? '06' : null;
}

/** The first day on which a date alone changes a clock, ends a decision or brings something to publish; today where it has. */
export function recheckOn(pathway: Pathway, today: CalendarDate): CalendarDate | null {
  const { clocks, closedOn, priority, facts, dateOfBirth } = pathway;
  const spellEnds =
    closedOn !== null && clocks.some(({ state }) => state === 'running')
      ? [addDays(closedOn, spellStaysOpen + 1)]
      : [];
  const decisionEnds =
    priority.standing === 'accelerated' && priority.decision?.expiresOn
      ? [addDays(priority.decision.expiresOn, 1)]
      : [];
  const plannedPass = facts.flatMap((fact) => (fact.type === 'planned' ? [addDays(fact.until, 1)] : []));
  const ofAge = clocks.some(({ state }) => state === 'running') ? [birthday(dateOfBirth, 18)] : [];
  const notice = nextNotice(pathway, today);
  const ahead = [...spellEnds, ...plannedPass, ...ofAge].filter((day) => day > today);
  return [...ahead, ...decisionEnds, ...(notice ? [notice] : [])].toSorted()[0] ?? null;
}
