import type { CalendarDate } from '@waymark/care-types';
import type { RttStatus } from '../rtt-status.ts';
import type { Contact, Fact, FactOf, ReferralReceived } from '../fact.ts';
import type { Finding } from '../evidence.ts';
import type { Settings } from '../settings.ts';
import { inOrderOfHappening, type CaseHistory } from '../case-history.ts';
import type { RttPathway } from './rtt-pathways.ts';
import {
  decidedToGoOn,
  decidedToTreat,
  plannedDatePassed,
  rebooked,
  rebookedUnseen,
  referralStart,
  referredAgain,
} from './rtt-start.ts';
import { endingOf, firstMissed, isUnheeded, takenUpElsewhere, type Ending } from './rtt-stop.ts';

/** One stretch of waiting: its start, what stopped or nullified it, and the appointments that changed nothing. */
export type Period = {
  start: Finding;
  ending: Ending | null;
  /** Whether the first appointment after the referral is still to be held. */
  firstAppointmentAhead: boolean;
  cancelled: string[] | null;
  missed: string[] | null;
  /** The referrals that went on with this wait, with what ended those before them. */
  takenUp: string[] | null;
  /** Discharges after a missed appointment that was not clearly communicated. */
  unheeded: string[] | null;
  code: RttStatus | undefined;
};

/** An activity and the status of referral to treatment that it has. */
export type Activity = { factId: string; on: CalendarDate; status: RttStatus };

export type RttPeriods = { periods: readonly [Period, ...Period[]]; activities: readonly Activity[] };

const begin = (start: Finding, firstAppointmentAhead: boolean): Period => ({
  start,
  ending: null,
  firstAppointmentAhead,
  cancelled: null,
  missed: null,
  takenUp: null,
  unheeded: null,
  code: undefined,
});

/** The facts of a pathway in the order in which they happened; a death wherever it was recorded. */
function factsOf({ referrals }: RttPathway, { died }: CaseHistory): readonly Fact[] {
  const [{ received: first, facts }, ...others] = referrals;
  const elsewhere =
    died !== undefined && !referrals.some(({ received }) => received.referralId === died.referralId);
  if (others.length === 0 && !elsewhere) return facts;
  const all = [...facts, ...others.flatMap(({ received, facts: own }) => [received, ...own])];
  if (elsewhere) all.push(died);
  return all.filter(({ factId }) => factId !== first.factId).sort(inOrderOfHappening);
}

const isSeen = ({ attendance, indirect }: Contact): boolean =>
  indirect !== true && (attendance === '5' || attendance === '6');

/** By anybody, at whatever stage: it changes nothing. RTT guidance §4.4.2. */
const isCancelled = ({ attendance }: Contact): boolean => attendance === '2' || attendance === '4';

/**
 * Goes through what happened to one need, from its first referral on: none → running → stopped or nullified, and again
 * from there by rules 3b to 3e. Gives each period, and the status of each activity. RTT guidance, Annexes C and D.
 */
export function rttStateMachine(pathway: RttPathway, history: CaseHistory, settings: Settings): RttPeriods {
  const [{ received }] = pathway.referrals;
  const { handedOn, passedOn } = pathway;
  const start = referralStart(pathway);
  const activities: Activity[] = [];
  let current = begin(start, true);
  const periods: [Period, ...Period[]] = [current];
  let lastContact: Contact | null = null;
  let seenBefore = false;
  let planned: FactOf<'planned'> | null = null;

  const note = ({ factId, on }: Fact, status: RttStatus, of: Period | null): void => {
    activities.push({ factId, on, status });
    if (of !== null) of.code = status;
  };
  const open = (startedBy: Finding, firstAppointmentAhead: boolean): void => {
    current = begin(startedBy, firstAppointmentAhead);
    periods.push(current);
    lastContact = null;
    planned = null;
  };
  const overdue = (by: CalendarDate): void => {
    if (planned === null || current.ending === null || planned.until >= by) return;
    open(plannedDatePassed(planned, current.ending), false);
  };

  let hasBegun = false;
  for (const fact of factsOf(pathway, history)) {
    hasBegun ||= fact.on >= start.on;
    if (!hasBegun) {
      if (fact.type === 'contact' && isSeen(fact)) note(fact, '92', null);
      continue;
    }
    overdue(fact.on);
    const { ending } = current;
    if (ending !== null) {
      const restart = restartBy(fact, ending);
      if (restart === null) {
        if (fact.type === 'contact' && isSeen(fact)) note(fact, statusAfter(ending), null);
        if (fact.type === 'planned' && ending.status !== '36') planned = fact;
        if (fact.type === 'treatment-started') planned = null;
        continue;
      }
      open(restart.start, restart.first);
      if (restart.decided)
        note(fact, ending.status === '31' || ending.status === '32' ? '11' : '10', current);
      // A first contact of a period that a decision opened is no longer its first activity.
      seenBefore = restart.decided;
    } else if (fact.type === 'referral-received') {
      (current.takenUp ??= []).push(fact.factId);
      continue;
    }
    if (handedOn.has(fact.factId)) {
      (current.takenUp ??= []).push(fact.factId);
      continue;
    }
    if (fact.type === 'contact') {
      if (fact.indirect === true || fact.attendance === '0') continue;
      if (!isCancelled(fact)) lastContact = fact;
      meet(fact);
      continue;
    }
    if (fact.type === 'transferred') note(fact, '21', current);
    if (isUnheeded(fact, lastContact)) {
      (current.unheeded ??= []).push(fact.factId, ...(lastContact === null ? [] : [lastContact.factId]));
      continue;
    }
    const stop = passedOn.has(fact.factId) ? takenUpElsewhere(fact) : endingOf(fact, lastContact, settings);
    if (stop === null) continue;
    current.ending = stop;
    note(fact, stop.status, current);
  }
  overdue(history.asOf);
  return { periods, activities };

  function meet(contact: Contact): void {
    const { attendance, factId } = contact;
    if (attendance === '5' || attendance === '6') {
      current.firstAppointmentAhead = false;
      const first = received.newCondition === true && periods.length === 1 ? '12' : '10';
      note(contact, contact.outcomeKnown === false ? '99' : seenBefore ? '20' : first, current);
      seenBefore = true;
    } else if (isCancelled(contact)) (current.cancelled ??= []).push(factId);
    else if (attendance === '3' && deletes(contact, received, current, settings)) {
      current.ending = firstMissed(contact);
      if (settings['first-missed-deletes'] !== 'any-priority')
        current.ending.settings = { 'first-missed-deletes': settings['first-missed-deletes'] };
      note(contact, '33', current);
    } else (current.missed ??= []).push(factId);
  }
}

function deletes(
  { first = true, communicated }: Contact,
  { priority }: ReferralReceived,
  { firstAppointmentAhead }: Period,
  settings: Settings,
): boolean {
  const byPriority =
    settings['first-missed-deletes'] === 'any-priority' ||
    priority === undefined ||
    priority === '2' ||
    priority === '3';
  return firstAppointmentAhead && first && communicated !== false && byPriority;
}

/** What tells, after a delay that the family had chosen, that they go ahead. */
const goingAhead = new Set<Fact['type']>(['active-monitoring-ended', 'rebooked', 'appointment-booked']);

function isFamilyGoingAhead(fact: Fact, { status }: Ending): boolean {
  if (status === '31') return goingAhead.has(fact.type);
  return status === '32' && fact.type === 'active-monitoring-ended' && fact.by === 'patient';
}

type Restart = { start: Finding; first: boolean; decided: boolean };

/** The period that a fact opens after the last one was stopped or nullified, if it opens one. */
function restartBy(fact: Fact, ending: Ending): Restart | null {
  if (ending.status === '36') return null;
  if (fact.type === 'referral-received')
    return { start: referredAgain(fact, ending), first: true, decided: false };
  if (isFamilyGoingAhead(fact, ending))
    return { start: decidedToGoOn(fact, ending), first: false, decided: true };
  if (ending.status !== '33')
    return fact.type === 'decision-to-treat'
      ? { start: decidedToTreat(fact, ending), first: false, decided: true }
      : null;
  if (fact.type === 'rebooked' || fact.type === 'appointment-booked' || fact.type === 'appointment-offered')
    return { start: rebooked(fact, ending), first: false, decided: false };
  const tellsOfRebooking =
    (fact.type === 'contact' &&
      fact.indirect !== true &&
      !isCancelled(fact) &&
      fact.attendance !== '0' &&
      fact.on > ending.finding.on) ||
    fact.type === 'treatment-started';
  return tellsOfRebooking ? { start: rebookedUnseen(fact, ending), first: false, decided: false } : null;
}

/** The status of a contact while nothing runs. */
function statusAfter({ status }: Ending): RttStatus {
  if (status === '30') return '90';
  return status === '31' || status === '32' ? '91' : '98';
}
