import type { CalendarDate } from '@waymark/care-types';
import type { CaseHistory, Referral } from '../case-history.ts';
import type { Fact, FactOf, ReferralReceived } from '../fact.ts';
import type { Settings } from '../settings.ts';

/** Under which of the two sets of 18 weeks a referral is; null where neither holds. */
export type RttScope = 'reported' | 'local';

/**
 * Referrals that take up one need, the first in front. `handedOn` are the ends of those that another one took up while
 * the need was still waited for: each is no stop of its own. `passedOn` are the ends of one that a consultant-led service
 * took up, under whose own clock the wait begins anew (data dictionary, REFERRAL TO TREATMENT PERIOD STATUS 34).
 */
export type RttPathway = {
  scope: RttScope;
  start: CalendarDate;
  referrals: readonly [Referral, ...Referral[]];
  handedOn: ReadonlySet<string>;
  passedOn: ReadonlySet<string>;
};

type Growing = { -readonly [Key in keyof RttPathway]: RttPathway[Key] } & {
  referrals: [Referral, ...Referral[]];
};

const nothing: ReadonlySet<string> = new Set();

/**
 * The pathways of a person. A referral takes up an earlier one where it says so (`continues`), where it was first
 * received when that one was (`firstReceivedOn`), or where that one was passed on to its provider. If the earlier one had
 * been rejected or passed on, both are one wait from the original date: RTT guidance v5.0 §3.2.1, §3.2.2 and §11. But a
 * consultant-led service that is referred to by one outside these rules begins a wait of its own: §7.1. A
 * self-referral has no pathway until it is ratified: §3.3.
 */
export function pathwaysOf(
  { referrals }: CaseHistory,
  scopeOf: (received: ReferralReceived) => RttScope | null,
  settings: Settings,
): readonly RttPathway[] {
  const pathways: Growing[] = [];
  for (const referral of referrals) {
    const scope = scopeOf(referral.received);
    if (scope === null || !isRatified(referral, settings)) continue;
    const before = pathways.length === 0 ? undefined : takenUpBy(referral, pathways);
    const isHandedOn = before !== undefined && wasHandedOn(before.leg);
    if (isHandedOn && (before.pathway.scope === scope || before.pathway.scope === 'reported'))
      joinAsOneWait(before, referral);
    else if (before?.pathway.scope === scope) before.pathway.referrals.push(referral);
    else {
      if (isHandedOn) before.pathway.passedOn = endsOf(before.leg);
      pathways.push({
        ...{ scope, start: firstDayOf(referral.received), referrals: [referral] },
        ...{ handedOn: nothing, passedOn: nothing },
      });
    }
  }
  return pathways;
}

/** The day on which the first service received the referral. */
function firstDayOf({ on, firstReceivedOn }: ReferralReceived): CalendarDate {
  return firstReceivedOn !== undefined && firstReceivedOn < on ? firstReceivedOn : on;
}

function joinAsOneWait({ pathway, leg }: TakenUp, referral: Referral): void {
  const start = firstDayOf(referral.received);
  if (start < pathway.start) pathway.start = start;
  pathway.handedOn = new Set([...pathway.handedOn, ...endsOf(leg)]);
  pathway.referrals.push(referral);
}

function endsOf({ facts }: Referral): ReadonlySet<string> {
  return new Set(facts.filter(isEnd).map(({ factId }) => factId));
}

type TakenUp = { pathway: Growing; leg: Referral };

function takenUpBy({ received }: Referral, pathways: readonly Growing[]): TakenUp | undefined {
  const { continues, firstReceivedOn, on } = received;
  if (continues !== undefined) {
    for (const pathway of pathways) {
      const leg = pathway.referrals.find(({ received: { referralId } }) => referralId === continues);
      if (leg !== undefined) return { pathway, leg };
    }
  }
  const handedOn = pathways
    .map((pathway): TakenUp => ({ pathway, leg: pathway.referrals.at(-1) ?? pathway.referrals[0] }))
    .filter(({ leg }) => wasHandedOn(leg));
  if (firstReceivedOn !== undefined && firstReceivedOn < on)
    return (
      handedOn.findLast(({ pathway }) => pathway.start === firstReceivedOn) ??
      handedOn.findLast(
        ({ pathway, leg }) => pathway.start >= firstReceivedOn && mayBeOneNeed(leg.received, received),
      )
    );
  return handedOn.findLast(({ leg }) => wasPassedTo(leg, received) && mayBeOneNeed(leg.received, received));
}

type Ending = FactOf<'discharged' | 'rejected' | 'referral-closed'>;
const isEnd = (fact: Fact): fact is Ending =>
  fact.type === 'discharged' || fact.type === 'rejected' || fact.type === 'referral-closed';
const isPassedOn = (fact: Fact): fact is FactOf<'transferred' | 'redirected'> =>
  fact.type === 'transferred' || fact.type === 'redirected';

/** Closed because the child was admitted or has moved elsewhere, or was referred to another service. */
const closedToGoOn = new Set<string | undefined>(['01', '03', '08', undefined]);

/**
 * Whether a referral was rejected or passed on, so that what takes it up goes on with the same wait. After any other end
 * of it the wait was over, and a new one starts: rule 3c.
 */
function wasHandedOn({ end, facts }: Referral): boolean {
  if (end?.type === 'died') return false;
  if (end?.type === 'rejected') return true;
  if (end?.type === 'referral-closed' && closedToGoOn.has(end.reason)) return true;
  return facts.some(isPassedOn) || (end?.type === 'discharged' && facts.some(isClosedAsReferredOn));
}

const isClosedAsReferredOn = (fact: Fact): boolean => fact.type === 'referral-closed' && fact.reason === '08';

/** Transfers between mental health services, and internal referrals. */
const transfers = new Set<string | undefined>(['I1', 'I2', 'P1']);

/** Whether a referral was passed on to where another one was received, as far as is known. */
function wasPassedTo(
  { received: from, facts }: Referral,
  { provider, on, source }: ReferralReceived,
): boolean {
  const passedOn = facts.filter(isPassedOn);
  if (passedOn.length > 0)
    return passedOn.some(
      ({ to, on: day }) => day <= on && (to === undefined ? provider !== from.provider : to === provider),
    );
  return transfers.has(source) && facts.some(isClosedAsReferredOn);
}

/** Whether two referrals have a reason in common, or one of them says none. */
function mayBeOneNeed(one: ReferralReceived, other: ReferralReceived): boolean {
  const reasons = reasonsOf(one);
  const others = reasonsOf(other);
  return reasons.length === 0 || others.length === 0 || reasons.some((reason) => others.includes(reason));
}

function reasonsOf({ primaryReason, otherReasons = [] }: ReferralReceived): readonly string[] {
  return primaryReason === undefined ? otherReasons : [primaryReason, ...otherReasons];
}

/** Made by the young person, or by a carer or relative. */
const selfReferrals = new Set<string | undefined>(['B1', 'B2']);

/** Whether a referral is a self-referral, which counts once a professional has ratified it. */
export function isSelfReferral({ source }: ReferralReceived): boolean {
  return selfReferrals.has(source);
}

/** Whether a referral counts: each that is no self-referral, and those that were ratified. RTT guidance v5.0 §3.3. */
export function isRatified({ received, facts }: Referral, settings: Settings): boolean {
  if (!isSelfReferral(received)) return true;
  const byAcceptance = settings['self-referral-ratified-by'] === 'acceptance-or-ratification';
  return facts.some(({ type }) => type === 'self-referral-ratified' || (byAcceptance && type === 'accepted'));
}
