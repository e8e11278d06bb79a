import type { Finding, Wait } from '../regime.ts';
import type { Referral, Story } from '../story.ts';
import { endFinding, endOf } from './referral-end.ts';
import { withoutSeeing } from './seen.ts';

/** The words of a wait of one referral that one event stops. */
export type Rules = {
  /** Begins the ids of its rules. */
  prefix: string;
  source: string;
  /** Which referrals it is for, as evidence. */
  scope: string;
  /** What still has to happen. */
  needs: readonly string[];
};

/**
 * The wait of one referral from the day on which it was received to what stops it, or, if the referral ends first, to
 * its end. Appointments that came to nothing are named as without effect.
 */
export function untilStopped(
  { received, facts }: Referral,
  story: Story,
  { prefix, source, scope, needs }: Rules,
  stop: Finding | null,
  stillNeeded: readonly string[] = needs,
): Wait {
  const evidence: Wait['evidence'][number][] = [
    { rule: `${prefix}-scope`, source, says: scope, facts: [received.factId], on: received.on },
    {
      rule: `${prefix}-start`,
      source,
      says: 'The referral was received',
      facts: [received.factId],
      on: received.on,
    },
  ];
  const wait = {
    referralIds: [received.referralId] as const,
    period: 1,
    start: received.on,
    settings: {},
    evidence,
  };
  const end = endOf({ received, facts }, story);
  const reached = stop !== null && (end === undefined || stop.on <= end.on) ? stop : null;
  const missed = withoutSeeing(facts, received.on, reached?.on ?? end?.on ?? story.asOf);
  if (missed.length > 0)
    evidence.push({
      rule: `${prefix}-missed-or-cancelled`,
      source,
      says: 'An appointment that was cancelled, or to which the child was not brought, changes nothing',
      facts: missed,
    });
  if (reached !== null) {
    evidence.push(reached);
    return { ...wait, stop: reached.on, state: 'stopped', stillNeeded: [] };
  }
  if (end === undefined) return { ...wait, stop: null, state: 'running', stillNeeded };
  evidence.push(endFinding(end, `${prefix}-referral-end`, source));
  return { ...wait, stop: end.on, state: 'ended', stillNeeded: [] };
}
