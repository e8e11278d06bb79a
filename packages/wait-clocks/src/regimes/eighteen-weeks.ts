import { isAttended } from '@waymark/care-types';
import { weeklyBands } from '../bands.ts';
import type { Evidence } from '../evidence.ts';
import type { ReferralReceived } from '../fact.ts';
import type { RttStatus } from '../rtt-status.ts';
import { defineRegime, type Regime, type Wait } from '../regime.ts';
import type { Settings } from '../settings.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { isRatified, pathwaysOf, type RttPathway, type RttScope } from '../rules/rtt-pathways.ts';
import { rttStateMachine, type Activity, type Period } from '../rules/rtt-state-machine.ts';

const SOURCE = 'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025)';

const GUIDANCE_ON_MISSED = `${SOURCE}, §4.4`;

function evidenceOf({ start, cancelled, missed, takenUp, unheeded, ending }: Period): Evidence[] {
  const evidence: Evidence[] = [start];
  const source = GUIDANCE_ON_MISSED;
  if (cancelled !== null)
    evidence.push({
      rule: 'rtt-cancelled',
      source,
      says: 'Cancelling an appointment, by anybody, changes nothing',
      facts: cancelled,
    });
  if (missed !== null)
    evidence.push({
      rule: 'rtt-later-missed',
      source,
      says: 'An appointment that was missed later, or not clearly communicated, changes nothing',
      facts: missed,
    });
  if (takenUp !== null)
    evidence.push({
      rule: 'rtt-one-wait',
      source: `${SOURCE}, §3.2.1`,
      says: 'Referred again, or passed on, while the wait ran: it goes on from its first day',
      facts: takenUp,
    });
  if (unheeded !== null)
    evidence.push({
      rule: 'rtt-discharge-not-communicated',
      source: `${SOURCE}, §4.4.1.3`,
      says: 'The appointment that was missed had not been clearly communicated: the discharge after it does not stop the clock',
      facts: unheeded,
    });
  if (ending !== null) evidence.push(ending.finding);
  return evidence;
}

/** How a wait stands by its status, where it is not stopped. */
const stateBy: Partial<Record<RttStatus, Wait['state']>> = {
  '33': 'nullified',
  '21': 'ended',
  '98': 'ended',
};

function waitsOf(pathway: RttPathway, history: CaseHistory, settings: Settings): Wait[] {
  const ids = pathway.referrals.map(({ received }) => received.referralId) as [string, ...string[]];
  return rttStateMachine(pathway, history, settings).periods.map((period, place): Wait => {
    const { start, ending, code } = period;
    return {
      referralIds: ids,
      period: place + 1,
      start: start.on,
      stop: ending?.finding.on ?? null,
      state: ending === null ? 'running' : (stateBy[ending.status] ?? 'stopped'),
      evidence: evidenceOf(period),
      settings: ending?.settings ?? {},
      code,
    };
  });
}

function eighteenWeeks<const Id extends string>({
  scope,
  ...regime
}: Pick<Regime<Id>, 'id' | 'title' | 'shortTitle'> & { scope: RttScope }): Regime<Id> {
  return defineRegime({
    ...regime,
    appliesTo: (received) => scopeOf(received) === scope,
    limit: { days: 126 },
    bands: () => weeklyBands,
    holds: { from: null, until: null },
    source: SOURCE,
    section: '§1',
    needs: [
      {
        needed: {
          code: 'first-treatment',
          short: 'first treatment',
          says: 'First treatment, agreed active monitoring, a decision not to treat, treatment declined, or discharge',
        },
      },
    ],
    waits: (history, settings) => {
      const waits: Wait[] = [];
      for (const pathway of pathwaysOf(history, scopeOf, settings))
        if (pathway.scope === scope) waits.push(...waitsOf(pathway, history, settings));
      return waits;
    },
  });
}

/** Led by a consultant or able to refer on to one, commissioned by the NHS in England, not a community service. */
const isReported = ({ service }: ReferralReceived): boolean =>
  service !== undefined &&
  (service.includes('consultant-led') || service.includes('interface')) &&
  !service.includes('community-paediatrics') &&
  !service.includes('not-nhs-commissioned');

/** A crisis seen at once is no elective wait: it has no clock until somebody refers for planned care. */
function scopeOf(received: ReferralReceived): RttScope | null {
  if (received.priority === '1') return null;
  return isReported(received) ? 'reported' : 'local';
}

/** The rules of referral to treatment, used by local choice for services that are not reported under them. */
export const localRtt18Weeks = eighteenWeeks({
  id: 'local-18-weeks',
  title: 'Local 18 weeks, RTT-style: not reported nationally',
  shortTitle: 'Local 18 weeks',
  scope: 'local',
});

/** Referral to treatment itself: consultant-led, commissioned by the NHS in England, not a community service. */
export const rtt18Weeks = eighteenWeeks({
  id: 'rtt-18-weeks',
  title: 'Referral to treatment: 18 weeks',
  shortTitle: '18 weeks',
  scope: 'reported',
});

/** Whether a self-referral would have an 18-week clock if it were ratified. RTT guidance v5.0 §3.3. */
export function awaitsRatification(referral: Referral, settings: Settings): boolean {
  return scopeOf(referral.received) !== null && !isRatified(referral, settings);
}

/** The status of referral to treatment of every activity, in order of time. Contacts outside these rules have 98. RTT guidance, Annex D. */
export function rttStatusesOf(history: CaseHistory, settings: Settings): readonly Activity[] {
  const under = pathwaysOf(history, scopeOf, settings).flatMap(
    (pathway) => rttStateMachine(pathway, history, settings).activities,
  );
  const outside = history.referrals
    .filter((referral) => scopeOf(referral.received) === null || !isRatified(referral, settings))
    .flatMap(({ contacts }) => contacts)
    .filter(({ attendance }) => isAttended(attendance))
    .map(({ factId, on }): Activity => ({ factId, on, status: '98' }));
  const order = new Map(history.facts.map(({ factId }, place) => [factId, place]));
  const placeOf = ({ factId }: Activity) => order.get(factId) ?? 0;
  return [...under, ...outside].toSorted((one, other) => placeOf(one) - placeOf(other));
}
