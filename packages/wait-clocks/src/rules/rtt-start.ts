import { daysBetween, type CalendarDate } from '@waymark/care-types';
import type { Fact, FactOf, ReferralReceived } from '../fact.ts';
import type { Finding } from '../evidence.ts';
import type { RttPathway } from './rtt-pathways.ts';
import type { Ending } from './rtt-stop.ts';

const SOURCE = 'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025)';

const RULES_1_TO_3 = `${SOURCE}, rules 1 to 3`;

/** Rules 1 to 3: the day the first service received the referral. Passing it on, or sending it again, starts nothing anew. */
export function referralStart({ start, referrals: [{ received }] }: RttPathway): Finding {
  return {
    rule: 'rtt-start-referral',
    source: RULES_1_TO_3,
    says:
      start < received.on
        ? 'The first service received the referral, which was later passed on'
        : 'The referral was received',
    facts: [received.factId],
    on: start,
  };
}

/** Rule 3c: a new referral after the earlier wait was over, from the day on which the first service received it. */
export function referredAgain(
  { factId, on, firstReceivedOn = on }: ReferralReceived,
  { finding: stop }: Ending,
): Finding {
  return {
    rule: 'rtt-restart-3c',
    source: `${SOURCE}, rule 3c`,
    says: 'Referred again after the earlier wait was over',
    facts: [factId],
    on: laterOf(stop.on, firstReceivedOn < on ? firstReceivedOn : on),
  };
}

const laterOf = (one: CalendarDate, other: CalendarDate): CalendarDate => (one > other ? one : other);

/**
 * Rule 3d after a delay that the family had chosen: the day on which they decide to go ahead, however that was recorded.
 * They take up the list where they left it (§3.4.4).
 */
export function decidedToGoOn({ factId, on }: Fact, { finding: stop }: Ending): Finding {
  return {
    rule: 'rtt-restart-3d-family',
    source: `${SOURCE}, rule 3d, §3.4.4`,
    says: `The family decided to go ahead after ${daysBetween(stop.on, on)} days of delay that they had chosen: a new wait, at the place on the list that they had left`,
    facts: [factId, ...stop.facts],
    on,
  };
}

/** Rules 3b and 3d: a decision to treat after an earlier stop. */
export function decidedToTreat(
  { factId, on }: FactOf<'decision-to-treat'>,
  { status, finding: stop }: Ending,
): Finding {
  const afterMonitoring = status === '31' || status === '32';
  const rule = afterMonitoring ? '3d' : '3b';
  return {
    rule: `rtt-restart-${rule}`,
    source: `${SOURCE}, rule ${rule}`,
    says: afterMonitoring
      ? 'Decision to treat after active monitoring'
      : 'Decision to start a new or different treatment, not in the plan before',
    facts: [factId, ...stop.facts],
    on,
  };
}

/** Rule 3e: after a missed first appointment, the day the family asks to rebook or the clinician offers another, whichever is earlier. */
export function rebooked({ factId, on }: Fact, { finding: nullified }: Ending): Finding {
  return {
    rule: 'rtt-restart-3e',
    source: `${SOURCE}, rule 3e`,
    says: 'The family asked for another appointment, or one was offered, after the first was missed',
    facts: [factId, ...nullified.facts],
    on,
  };
}

/** Rule 3e where nobody recorded the day of rebooking: the day of the missed appointment stands in for it. */
export function rebookedUnseen(fact: Fact, { finding: nullified }: Ending): Finding {
  return {
    rule: 'rtt-restart-3e-unknown',
    source: 'NHS Data Model and Dictionary, REFERRAL TO TREATMENT PERIOD START DATE',
    says: 'Another appointment followed the missed first one, and the day of rebooking is not known: the missed day counts',
    facts: [fact.factId, ...nullified.facts],
    on: nullified.on,
  };
}

/** Planned care is outside these rules until its date passes; from then on the child waits, never from before the last stop. */
export function plannedDatePassed({ factId, until }: FactOf<'planned'>, { finding: stop }: Ending): Finding {
  return {
    rule: 'rtt-start-planned',
    source: `${SOURCE}, planned care`,
    says: 'The date for which care was planned passed without it',
    facts: [factId, ...stop.facts],
    on: until > stop.on ? until : stop.on,
  };
}
