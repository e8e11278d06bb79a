import { isAttended } from '@waymark/care-types';
import { weeklyBands } from '../bands.ts';
import type { Evidence } from '../evidence.ts';
import type { ReferralReceived } from '../fact.ts';
import { defineRegime, type Regime, type Wait } from '../regime.ts';
import type { Settings } from '../settings.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { rttStateMachine, type Activity, type Period, type RttPathway } from '../rules/rtt-state-machine.ts';

const SOURCE = 'NHS England, Recording and reporting RTT waiting times, v5.0 (February 2025)';

/** The referrals that take up one need, the first in front. A referral continues an earlier one only where that is known. */
function pathwaysOf(
  { referrals }: CaseHistory,
  holds: (received: ReferralReceived) => boolean,
): readonly RttPathway[] {
  const pathways: [Referral, ...Referral[]][] = [];
  for (const referral of referrals) {
    if (!holds(referral.received)) continue;
    const { continues } = referral.received;
    const goesOn =
      continues === undefined
        ? undefined
        : pathways.find((pathway) => pathway.some(({ received }) => received.referralId === continues));
    if (goesOn !== undefined) goesOn.push(referral);
    else pathways.push([referral]);
  }
  return pathways;
}

const GUIDANCE_ON_MISSED = `${SOURCE}, §4.4`;

function evidenceOf({ start, cancelled, missed, ending }: Period): Evidence[] {
  const evidence: Evidence[] = [start];
  const source = GUIDANCE_ON_MISSED;
  if (cancelled.length > 0)
    evidence.push({
      rule: 'rtt-cancelled',
      source,
      says: 'Cancelling an appointment, by anybody, changes nothing',
      facts: cancelled,
    });
  if (missed.length > 0)
    evidence.push({
      rule: 'rtt-later-missed',
      source,
      says: 'An appointment that was missed later, or not clearly communicated, changes nothing',
      facts: missed,
    });
  if (ending !== null) evidence.push(ending.finding);
  return evidence;
}

function waitsOf(pathway: RttPathway, history: CaseHistory, settings: Settings): Wait[] {
  const ids = pathway.map(({ received }) => received.referralId) as [string, ...string[]];
  return rttStateMachine(pathway, history, settings).periods.map((period, place): Wait => {
    const { start, ending, code } = period;
    return {
      referralIds: ids,
      period: place + 1,
      start: start.on,
      stop: ending?.finding.on ?? null,
      state: ending === null ? 'running' : ending.status === '33' ? 'nullified' : 'stopped',
      evidence: evidenceOf(period),
      settings: ending?.settings ?? {},
      code,
    };
  });
}

function eighteenWeeks<const Id extends string>(
  regime: Pick<Regime<Id>, 'id' | 'title' | 'shortTitle' | 'appliesTo'>,
): Regime<Id> {
  return defineRegime({
    ...regime,
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
      for (const pathway of pathwaysOf(history, regime.appliesTo))
        waits.push(...waitsOf(pathway, history, settings));
      return waits;
    },
  });
}

const isConsultantLed = ({ service }: ReferralReceived): boolean =>
  service !== undefined &&
  service.includes('consultant-led') &&
  !service.includes('community-paediatrics') &&
  !service.includes('not-nhs-commissioned');
/** A crisis seen at once is no elective wait: it has no clock until somebody refers for planned care. */
const isElective = ({ priority }: ReferralReceived): boolean => priority !== '1';

/** The rules of referral to treatment, used by local choice for services that are not reported under them. */
export const localRtt18Weeks = eighteenWeeks({
  id: 'local-18-weeks',
  title: 'Local 18 weeks, RTT-style: not reported nationally',
  shortTitle: 'Local 18 weeks',
  appliesTo: (received) => !isConsultantLed(received) && isElective(received),
});

/** Referral to treatment itself: consultant-led, commissioned by the NHS in England, not a community service. */
export const rtt18Weeks = eighteenWeeks({
  id: 'rtt-18-weeks',
  title: 'Referral to treatment: 18 weeks',
  shortTitle: '18 weeks',
  appliesTo: (received) => isConsultantLed(received) && isElective(received),
});

const rttRegimes = [localRtt18Weeks, rtt18Weeks];

/** The status of referral to treatment of every activity, in order of time. Contacts outside these rules have 98. RTT guidance, Annex D. */
export function rttStatusesOf(history: CaseHistory, settings: Settings): readonly Activity[] {
  const under = rttRegimes.flatMap(({ appliesTo }) =>
    pathwaysOf(history, appliesTo).flatMap(
      (pathway) => rttStateMachine(pathway, history, settings).activities,
    ),
  );
  const outside = history.referrals
    .filter(({ received }) => !rttRegimes.some(({ appliesTo }) => appliesTo(received)))
    .flatMap(({ contacts }) => contacts)
    .filter(({ attendance }) => isAttended(attendance))
    .map(({ factId, on }): Activity => ({ factId, on, status: '98' }));
  const order = new Map(history.facts.map(({ factId }, place) => [factId, place]));
  const placeOf = ({ factId }: Activity) => order.get(factId) ?? 0;
  return [...under, ...outside].toSorted((one, other) => placeOf(one) - placeOf(other));
}
