import { weeklyBands } from '../bands.ts';
import type { Finding, Regime, Wait } from '../regime.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { holdsFor } from '../which-regimes.ts';
import { firstSeen } from '../rules/seen.ts';
import { untilStopped } from '../rules/until-seen.ts';

const STATISTICS =
  'NHS England, Autism waiting time statistics, construction and methodological change (MHSDS)';
const NICE = 'NICE quality standard QS51, statement 1';

/** Face to face or video: by telephone does not count here. */
const inPerson = new Set(['01', '11']);
const scope = 'Autism is suspected: reason 25, primary or other';
const needs = ['A first contact at which the child is seen, face to face or by video'];

function assessmentBegan({ received, contacts }: Referral, rule: string, source: string): Finding | null {
  const contact = firstSeen(contacts, received.on, inPerson);
  if (contact === undefined) return null;
  return {
    rule,
    source,
    says: 'First contact at which the child was seen, face to face or by video',
    facts: [contact.factId],
    on: contact.on,
  };
}

function waiting(
  holds: (typeof holdsFor)[keyof typeof holdsFor],
  prefix: string,
  source: string,
): (history: CaseHistory) => Wait[] {
  const rule = `${prefix}-first-contact`;
  const wait = untilStopped({ prefix, source, scope, needs });
  return (history) =>
    history.referrals
      .filter(({ received }) => holds(received))
      .map((referral) => wait(referral, history, assessmentBegan(referral, rule, source)));
}

const thirteenWeeks = waiting(holdsFor['autism-13-weeks'], 'autism13w', STATISTICS);

/** The proxy of the statistics for suspected autism: first contact within 13 weeks. A wait still open on day 91 is read by a setting. */
export const autism13Weeks: Regime = {
  id: 'autism-13-weeks',
  title: 'Suspected autism: 13 weeks to the first contact',
  limit: { days: 91 },
  bands: () => weeklyBands,
  holds: { from: null, until: null },
  source: STATISTICS,
  section: '§3',
  waits: (history, settings) =>
    settings['open-at-13-weeks'] === 'breach-from-92'
      ? thirteenWeeks(history)
      : thirteenWeeks(history).map((wait) =>
          wait.state === 'running'
            ? { ...wait, limitDays: 90, settings: { 'open-at-13-weeks': 'breach-from-91' } }
            : wait,
        ),
};

/** The assessment begins within three months of the calendar, for those under 19. Not the same as 13 weeks. */
export const autismNice: Regime = {
  id: 'autism-nice-3-months',
  title: 'Suspected autism: assessment begun within three months (NICE)',
  limit: { months: 3 },
  bands: () => weeklyBands,
  holds: { from: null, until: null },
  source: NICE,
  section: '§3',
  waits: waiting(holdsFor['autism-nice-3-months'], 'autismnice', NICE),
};
