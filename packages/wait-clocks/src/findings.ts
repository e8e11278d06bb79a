import {
  ageOn,
  clinicalPriority,
  consultationMechanism,
  daysBetween,
  eatingDisorderTreatments,
  isAttended,
  londonDateOf,
  primaryReason,
  sourceOfReferral,
  teamType,
  validOn,
  type CalendarDate,
  type CodeList,
} from '@waymark/care-types';
import { z } from 'zod';
import { amendedBy, factsInForce } from './amendments.ts';
import type { ClockOptions } from './clocks-of.ts';
import { monthsLater } from './clock.ts';
import type { Fact, FactOf, ReferralReceived } from './fact.ts';
import { lacksPriority } from './regimes/eating-disorder.ts';
import { awaitsRatification } from './regimes/eighteen-weeks.ts';
import { allRegimes } from './regimes/index.ts';
import { isUnheeded } from './rules/rtt-stop.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { caseHistoryOf, inOrderOfHappening, type CaseHistory, type Referral } from './case-history.ts';

/** What can be odd about the facts of a person, in words; nothing is left out of the clocks because of it. */
export const findingWords = {
  'stop-before-start': 'Treatment or the end of the referral is dated before the referral was received',
  'contact-before-referral': 'A contact is dated before the referral was received',
  'time-missing':
    'The time of day is missing where a limit is in hours: midnight stands in for it, which makes the wait longer',
  'code-not-valid-on-date': 'A code was not in use on the date of the fact',
  'attended-in-future': 'A contact at which the child was seen is dated in the future',
  'two-open-referrals-one-team': 'Two referrals to the same team are open at once',
  'no-activity': 'Nothing was recorded for a long time: this may be a referral that nobody closed',
  'after-death': 'Something is dated after the child died',
  'no-referral': 'Something is recorded for a referral that was never received',
  'amends-nothing': 'A correction or withdrawal names a fact that is not there',
  'time-on-another-day': 'The time of a fact lies on another day than its date',
  'same-id-two-contents': 'Two different facts have the same id; the one recorded last counts',
  'born-after-referral': 'The date of birth lies after the referral',
  'date-of-birth-missing': 'The date of birth is not known, so age decides nothing',
  'priority-missing':
    'The priority is not known, so neither the one-week nor the four-week limit for eating disorders can be chosen',
  'self-referral-not-ratified':
    'A self-referral has not been ratified by a professional who may do so: no 18-week clock runs until it is',
  'discharge-not-communicated':
    'Discharged after a missed appointment that was not clearly communicated: the 18-week clock goes on',
  'monitoring-ended-undecided': 'Active monitoring ended, and it is not recorded what was decided then',
  'offers-declined':
    'Two appointments offered with three weeks’ notice or more were declined: talk with the family about what they want',
  'accepted-after-end': 'The referral was accepted after it had ended: if it goes on, withdraw what ended it',
  'diagnosis-without-contact':
    'A diagnosis is recorded, but no contact before it at which the child was seen',
  'ward-stay-without-admission': 'A discharge from a ward is recorded, but no admission before it',
} as const;
export const FindingId = z.enum(
  Object.keys(findingWords) as [keyof typeof findingWords, ...(keyof typeof findingWords)[]],
);
export type FindingId = z.infer<typeof FindingId>;

/** One finding: what is odd, and which facts show it. */
export type DataQualityFinding = { id: FindingId; says: string; facts: string[] };

const found = (id: FindingId, ...facts: readonly Fact[]): DataQualityFinding => ({
  id,
  says: findingWords[id],
  facts: facts.map(({ factId }) => factId),
});

/**
 * What is odd about the facts of a person, as seen at the end of a day: beside the clocks, not instead of them. Never
 * throws. Facts of later days are looked at only for whether they can be so.
 */
export function findingsIn(
  facts: readonly Fact[],
  { asOf, settings = defaultSettings }: Pick<ClockOptions, 'asOf' | 'settings'>,
): DataQualityFinding[] {
  const history = caseHistoryOf(facts, asOf);
  const received = new Set(
    history.facts.flatMap(({ type, referralId }) => (type === 'referral-received' ? referralId : [])),
  );
  return [
    ...amendmentFindings(facts),
    ...factsInForce(facts)
      .filter((fact) => isSeen(fact) && fact.on > asOf)
      .toSorted(inOrderOfHappening)
      .map((fact) => found('attended-in-future', fact)),
    ...history.facts.flatMap((fact) => ofFact(fact, received, history)),
    ...history.referrals.flatMap((referral) => ofReferral(referral, history, settings)),
    ...history.referrals.flatMap((referral) => missingFrom(referral, settings)),
    ...history.referrals.flatMap(inconsistencies),
    ...twiceAtOneTeam(history),
  ];
}

/** Corrections and withdrawals of nothing, and two contents under one id. */
function amendmentFindings(facts: readonly Fact[]): DataQualityFinding[] {
  const first = new Map<string, Fact>();
  const twice = new Set<string>();
  for (const fact of facts) {
    const known = first.get(fact.factId);
    if (known === undefined) first.set(fact.factId, fact);
    else if (contentOf(known) !== contentOf(fact)) twice.add(fact.factId);
  }
  const once = [...new Map(facts.map((fact) => [fact.factId, fact])).values()];
  return once
    .toSorted((one, other) => (one.factId < other.factId ? -1 : 1))
    .flatMap((fact) => {
      const named = amendedBy(fact);
      return [
        ...(named !== undefined && !first.has(named) ? [found('amends-nothing', fact)] : []),
        ...(twice.has(fact.factId) ? [found('same-id-two-contents', fact)] : []),
      ];
    });
}

const contentOf = (fact: Fact): string => JSON.stringify(Object.entries(fact).toSorted());

/** A council asks for advice about a child whether or not there is a referral. */
const needsNoReferral = new Set<Fact['type']>(['ehc-advice-requested', 'ehc-advice-sent']);

function ofFact(fact: Fact, received: ReadonlySet<string>, { died }: CaseHistory): DataQualityFinding[] {
  const findings: DataQualityFinding[] = [];
  if (!needsNoReferral.has(fact.type) && !received.has(fact.referralId))
    findings.push(found('no-referral', fact));
  if (fact.at !== undefined && londonDateOf(fact.at) !== fact.on)
    findings.push(found('time-on-another-day', fact));
  if (codesOf(fact).some(([list, code]) => isKnown(list, code) && !validOn(list, code, fact.on)))
    findings.push(found('code-not-valid-on-date', fact));
  const done = isSeen(fact) || fact.type === 'treatment-started' || fact.type === 'referral-received';
  if (died !== undefined && done && fact.on > died.on) findings.push(found('after-death', died, fact));
  return findings;
}

function isSeen(fact: Fact): boolean {
  return fact.type === 'contact' && fact.indirect !== true && isAttended(fact.attendance);
}

function isKnown(list: CodeList, code: string): boolean {
  return list.entries.some((entry) => entry.code === code);
}

/** The codes of a fact that have days on which they hold. */
function codesOf(fact: Fact): readonly (readonly [CodeList, string])[] {
  if (fact.type === 'contact')
    return [
      ...(fact.indirect === true ? [] : [[consultationMechanism, fact.mechanism] as const]),
      ...(fact.codes ?? []).map((code) => [eatingDisorderTreatments, code] as const),
    ];
  if (fact.type !== 'referral-received') return [];
  const { team, priority, source, primaryReason: reason, otherReasons = [] } = fact;
  return [
    ...(team === undefined ? [] : [[teamType, team] as const]),
    ...(priority === undefined ? [] : [[clinicalPriority, priority] as const]),
    ...(source === undefined ? [] : [[sourceOfReferral, source] as const]),
    ...[...(reason === undefined ? [] : [reason]), ...otherReasons].map(
      (code) => [primaryReason, code] as const,
    ),
  ];
}

const beforeItsStart = new Set<Fact['type']>([
  'treatment-started',
  'discharged',
  'referral-closed',
  'rejected',
]);

function ofReferral(referral: Referral, history: CaseHistory, settings: Settings): DataQualityFinding[] {
  const { received, facts } = referral;
  const findings: DataQualityFinding[] = [];
  for (const fact of facts) {
    if (fact.on >= received.on) break;
    if (beforeItsStart.has(fact.type)) findings.push(found('stop-before-start', received, fact));
    if (fact.type === 'contact' && fact.indirect !== true)
      findings.push(found('contact-before-referral', received, fact));
  }
  if (received.dateOfBirth === undefined) findings.push(found('date-of-birth-missing', received));
  else if (ageOn(received.dateOfBirth, received.on) < 0)
    findings.push(found('born-after-referral', received));
  const untimed = withoutTime(referral);
  if (untimed.length > 0) findings.push(found('time-missing', ...untimed));
  const last = facts.at(-1) ?? received;
  const latest = last.on > received.on ? last.on : received.on;
  if (referral.end === undefined && isLong(latest, history.asOf, settings))
    findings.push(found('no-activity', last));
  return findings;
}

/** What a clock needs to know of a referral and does not. */
function missingFrom(referral: Referral, settings: Settings): DataQualityFinding[] {
  const { received } = referral;
  return [
    ...(lacksPriority(received) ? [found('priority-missing', received)] : []),
    ...(awaitsRatification(referral, settings) ? [found('self-referral-not-ratified', received)] : []),
  ];
}

/** Facts of a referral that do not fit together, or after which something must be decided. */
function inconsistencies({ received, facts, contacts, end }: Referral): DataQualityFinding[] {
  const findings: DataQualityFinding[] = [];
  const lastBefore = contacts.findLast(
    ({ on, attendance }) => end !== undefined && on <= end.on && ['3', '5', '6', '7'].includes(attendance),
  );
  if (end !== undefined && lastBefore !== undefined && isUnheeded(end, lastBefore))
    findings.push(found('discharge-not-communicated', lastBefore, end));
  for (const fact of facts) {
    if (fact.type === 'accepted' && end !== undefined && end.on < fact.on)
      findings.push(found('accepted-after-end', end, fact));
    if (fact.type === 'diagnosis-recorded' && !contacts.some((seen) => isSeen(seen) && seen.on <= fact.on))
      findings.push(found('diagnosis-without-contact', fact));
    if (fact.type === 'discharged-from-ward' && !wasAdmittedBy(fact, received, facts))
      findings.push(found('ward-stay-without-admission', fact));
    if (fact.type === 'active-monitoring-ended' && isUndecided(fact, facts))
      findings.push(found('monitoring-ended-undecided', fact));
  }
  const declined = reasonableOffersDeclined(facts);
  if (declined.length > 1) findings.push(found('offers-declined', ...declined));
  return findings;
}

function wasAdmittedBy({ on }: Fact, { inpatient }: ReferralReceived, facts: readonly Fact[]): boolean {
  return inpatient === true || facts.some((fact) => fact.type === 'admitted' && fact.on <= on);
}

const decisions = new Set<Fact['type']>([
  ...(['decision-to-treat', 'decision-not-to-treat', 'treatment-started', 'treatment-declined'] as const),
  ...(['active-monitoring', 'discharged', 'rejected', 'referral-closed', 'died'] as const),
]);

/** Whether nothing was decided since monitoring that a professional had begun ended; a family that had chosen it has decided. */
function isUndecided(ended: FactOf<'active-monitoring-ended'>, facts: readonly Fact[]): boolean {
  if (ended.by === 'patient') return false;
  const begun = facts.findLast((fact) => fact.type === 'active-monitoring' && fact.on <= ended.on);
  if (begun?.type === 'active-monitoring' && begun.by === 'patient') return false;
  return !facts.some((fact) => fact !== begun && fact.on >= ended.on && decisions.has(fact.type));
}

/** An offer is reasonable with so many days of notice: RTT guidance v5.0, three weeks. */
const reasonableNotice = 21;

function reasonableOffersDeclined(facts: readonly Fact[]): readonly Fact[] {
  return facts.filter((fact) => {
    if (fact.type !== 'offer-declined' || fact.for === undefined) return false;
    const offer = facts.find((other) => other.type === 'appointment-offered' && other.for === fact.for);
    return daysBetween(offer?.on ?? fact.on, fact.for) >= reasonableNotice;
  });
}

function isLong(since: CalendarDate, asOf: CalendarDate, settings: Settings): boolean {
  return monthsLater(since, Number(settings['no-activity-months'])) < asOf;
}

const inHours = allRegimes.filter(({ timedFacts }) => timedFacts !== undefined);

/** The referral and its contacts, where a limit is in hours and they have no time. */
function withoutTime(referral: Referral): readonly Fact[] {
  const regime = inHours.find(({ appliesTo }) => appliesTo(referral.received));
  return (regime?.timedFacts?.(referral) ?? []).filter(({ at }) => at === undefined);
}

function twiceAtOneTeam(history: CaseHistory): DataQualityFinding[] {
  const open = history.referrals.filter(
    ({ received, end }) => received.team !== undefined && end === undefined,
  );
  const place = ({ provider, team }: ReferralReceived) => `${provider}/${String(team)}`;
  return [...Map.groupBy(open, ({ received }) => place(received)).values()]
    .filter((referrals) => referrals.length > 1)
    .map((referrals) => found('two-open-referrals-one-team', ...referrals.map(({ received }) => received)));
}
