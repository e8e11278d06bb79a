import type { Evidence, Finding } from '../evidence.ts';
import type { Wait } from '../regime.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { endFinding } from './referral-end.ts';
import { withoutSeeing } from './seen.ts';

/** The words of a wait of one referral that one event stops. */
export type Rules = {
  /** Begins the ids of its rules. */
  prefix: string;
  source: string;
  /** Which referrals it is for, as evidence. */
  scope: string;
};

/**
 * The wait of one referral from the day on which it was received to what stops it, or, if the referral ends first, to
 * its end. Appointments that came to nothing are named as without effect.
 */
export function untilStopped({
  prefix,
  source,
  scope,
}: Rules): (referral: Referral, history: CaseHistory, stop: Finding | null) => Wait {
  const [inScope, started, missedOrCancelled, ended] = [
    `${prefix}-scope`,
    `${prefix}-start`,
    `${prefix}-missed-or-cancelled`,
    `${prefix}-referral-end`,
  ];

  return (referral, history, stop) => {
    const { factId, on, referralId } = referral.received;
    const evidence: Evidence[] = [
      { rule: inScope, source, says: scope, facts: [factId], on },
      { rule: started, source, says: 'The referral was received', facts: [factId], on },
    ];
    const { end } = referral;
    const reached = stop !== null && (end === undefined || stop.on <= end.on) ? stop : null;
    const missed = withoutSeeing(referral.contacts, on, reached?.on ?? end?.on ?? history.asOf);
    if (missed !== null)
      evidence.push({
        rule: missedOrCancelled,
        source,
        says: 'An appointment that was cancelled, or to which the child was not brought, changes nothing',
        facts: missed,
      });
    if (reached !== null) evidence.push(reached);
    else if (end !== undefined) evidence.push(endFinding(end, ended, source));
    return {
      referralIds: [referralId],
      period: 1,
      start: on,
      stop: reached?.on ?? end?.on ?? null,
      state: reached !== null ? 'stopped' : end !== undefined ? 'ended' : 'running',
      evidence,
      settings: {},
    };
  };
}
