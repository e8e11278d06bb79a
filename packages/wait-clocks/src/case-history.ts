import { dayNumber, type CalendarDate, type Moment } from '@waymark/care-types';
import { factsInForce } from './amendments.ts';
import type { Contact, Fact, FactOf, FactType, ReferralReceived } from './fact.ts';

/**
 * One referral and what happened to it: `facts` in the order in which they happened, from any day, without `received`;
 * `contacts` those of them that were appointments with the child.
 */
export type Referral = {
  received: ReferralReceived;
  facts: readonly Fact[];
  contacts: readonly Contact[];
  end: End | undefined;
};

/** What ended a referral. */
export type End = FactOf<'discharged' | 'rejected' | 'referral-closed' | 'died'>;

/**
 * What is known of one person at the end of a day: the facts in force, in the order in which they happened, and the
 * same by referral. `now` is the moment at which one looks, for limits in hours; where absent, the end of the day.
 */
export type CaseHistory = {
  asOf: CalendarDate;
  /** The same day as a number. */
  asOfDay: number;
  now: Moment | undefined;
  facts: readonly Fact[];
  /** By the day on which they were received; none that was received after a death. */
  referrals: readonly Referral[];
  died: FactOf<'died'> | undefined;
  /** Whether a council has asked for advice. */
  asksForAdvice: boolean;
};

/** Within one day things happen in this order; a referral that takes up an earlier one comes after what ended that one. */
const withinADay: Record<FactType, number> = {
  'referral-received': 0,
  accepted: 1,
  'self-referral-ratified': 1,
  contact: 2,
  'outcome-measure': 4,
  'care-plan-agreed': 4,
  intervention: 4,
  'care-coordinator-assigned': 4,
  'diagnosis-recorded': 4,
  'record-flowed': 4,
  admitted: 4,
  'discharged-from-ward': 4,
  'ehc-advice-requested': 4,
  'ehc-advice-sent': 5,
  'offer-declined': 5,
  rebooked: 6,
  'appointment-offered': 6,
  'appointment-booked': 6,
  'active-monitoring-ended': 7,
  transferred: 8,
  redirected: 8,
  'decision-to-treat': 9,
  'treatment-started': 10,
  'active-monitoring': 11,
  'treatment-declined': 12,
  'decision-not-to-treat': 13,
  planned: 14,
  discharged: 15,
  rejected: 15,
  'referral-closed': 15,
  died: 17,
  'withdrawn-in-error': 18,
};
const continuesAfterTheEnds = 16;
/** A child seen comes before one not brought: the appointment that was kept was there first. */
const notSeen = 3;

function placeInDay(fact: Fact): number {
  if (fact.type === 'contact') return fact.attendance === '5' || fact.attendance === '6' ? 2 : notSeen;
  if (fact.type === 'referral-received' && fact.continues !== undefined) return continuesAfterTheEnds;
  return withinADay[fact.type];
}

/** The order in which facts happened: by day, within it by kind, then by id. */
export function inOrderOfHappening(one: Fact, other: Fact): number {
  if (one.on !== other.on) return one.on < other.on ? -1 : 1;
  const places = placeInDay(one) - placeInDay(other);
  if (places !== 0) return places;
  return one.factId < other.factId ? -1 : one.factId > other.factId ? 1 : 0;
}

/** The case history of the facts up to the end of a day: the same in whatever order and how often they are given. */
export function caseHistoryOf(facts: readonly Fact[], asOf: CalendarDate, now?: Moment): CaseHistory {
  const known = isAsItHappened(facts, asOf) ? facts : knownBy(asOf, factsInForce(facts));
  const alone = ofOneReferral(known, asOf, now);
  if (alone !== null) return alone;
  type Begun = { id: string; received?: ReferralReceived; facts: Fact[]; contacts: Contact[]; ward: boolean };
  const byReferral = new Map<string, Begun>();
  let died: FactOf<'died'> | undefined;
  let asksForAdvice = false;
  let referral: Begun | undefined;
  for (const fact of known) {
    if (fact.type === 'died') died ??= fact;
    else if (fact.type === 'ehc-advice-requested') asksForAdvice = true;
    if (referral?.id !== fact.referralId) {
      referral = byReferral.get(fact.referralId) ?? {
        id: fact.referralId,
        facts: [],
        contacts: [],
        ward: false,
      };
      byReferral.set(fact.referralId, referral);
    }
    if (fact.type === 'referral-received' && referral.received === undefined) referral.received = fact;
    else referral.facts.push(fact);
    if (fact.type === 'contact' && fact.indirect !== true) referral.contacts.push(fact);
    else if (fact.type === 'admitted') referral.ward = true;
  }
  const referrals: Referral[] = [];
  for (const { received, facts: own, contacts, ward } of byReferral.values())
    if (received !== undefined && (died === undefined || received.on <= died.on))
      referrals.push({
        // A stay on a ward is something that regimes ask for.
        received: ward && received.inpatient !== true ? { ...received, inpatient: true } : received,
        facts: own,
        contacts,
        end: endOf(received, own, died),
      });
  if (referrals.length > 1) referrals.sort((one, other) => inOrderOfHappening(one.received, other.received));
  return { asOf, asOfDay: dayNumber(asOf), now, facts: known, referrals, died, asksForAdvice };
}

/** The case history of facts that begin with a referral and are all of that one, as most are; null for any others. */
function ofOneReferral(
  known: readonly Fact[],
  asOf: CalendarDate,
  now: Moment | undefined,
): CaseHistory | null {
  const [received] = known;
  if (received?.type !== 'referral-received') return null;
  const { referralId } = received;
  const contacts: Contact[] = [];
  let died: FactOf<'died'> | undefined;
  let [asksForAdvice, ward, ends] = [false, false, false];
  for (let place = 1; place < known.length; place += 1) {
    const fact = known[place] as Fact;
    if (fact.referralId !== referralId) return null;
    switch (fact.type) {
      case 'contact':
        if (fact.indirect !== true) contacts.push(fact);
        break;
      case 'referral-received':
        return null;
      case 'admitted':
        ward = true;
        break;
      case 'ehc-advice-requested':
        asksForAdvice = true;
        break;
      case 'died':
        died ??= fact;
        break;
      case 'discharged':
      case 'rejected':
      case 'referral-closed':
        ends = true;
        break;
      default:
    }
  }
  const facts = known.slice(1);
  const referral: Referral = {
    received: ward && received.inpatient !== true ? { ...received, inpatient: true } : received,
    facts,
    contacts,
    end: ends ? endOf(received, facts, died) : died,
  };
  return { asOf, asOfDay: dayNumber(asOf), now, facts: known, referrals: [referral], died, asksForAdvice };
}

/**
 * The fact that ended a referral: its discharge; without one, its rejection; without one, its closure. A death ends it
 * on its day where none of these came before. Ends dated before the referral was received do not count.
 */
function endOf(
  received: ReferralReceived,
  facts: readonly Fact[],
  died: FactOf<'died'> | undefined,
): End | undefined {
  let end: FactOf<keyof typeof strength> | undefined;
  for (const fact of facts)
    if (
      (fact.type === 'discharged' || fact.type === 'rejected' || fact.type === 'referral-closed') &&
      fact.on >= received.on &&
      (end === undefined || strength[fact.type] > strength[end.type])
    )
      end = fact;
  return died !== undefined && (end === undefined || died.on < end.on) ? died : end;
}

const strength = { discharged: 3, rejected: 2, 'referral-closed': 1 } as const;

/**
 * Whether the facts are those in force up to a day in the order in which they happened, as most lists are: none amends
 * another, the ids ascend, and none is later. Looked at in one go, because it is asked of every list.
 */
function isAsItHappened(facts: readonly Fact[], asOf: CalendarDate): boolean {
  let before: Fact | undefined;
  for (const fact of facts) {
    if (fact.corrects !== undefined || fact.type === 'withdrawn-in-error') return false;
    if (before !== undefined) {
      if (before.factId >= fact.factId) return false;
      if (before.on >= fact.on && (before.on > fact.on || placeInDay(before) > placeInDay(fact)))
        return false;
    }
    before = fact;
  }
  return before === undefined || before.on <= asOf;
}

/** The facts up to the end of a day, in the order in which they happened. A plan that was written by then was changed later. */
function knownBy(asOf: CalendarDate, facts: readonly Fact[]): readonly Fact[] {
  const isKnown = (fact: Fact) =>
    fact.on <= asOf ||
    (fact.type === 'care-plan-agreed' && fact.createdOn !== undefined && fact.createdOn <= asOf);
  if (!isInOrder(facts)) return facts.filter(isKnown).sort(inOrderOfHappening);
  const last = facts.at(-1);
  return last === undefined || last.on <= asOf ? facts : facts.filter(isKnown);
}

function isInOrder(facts: readonly Fact[]): boolean {
  let before: Fact | undefined;
  for (const fact of facts) {
    if (before !== undefined && before.on >= fact.on && inOrderOfHappening(before, fact) > 0) return false;
    before = fact;
  }
  return true;
}
