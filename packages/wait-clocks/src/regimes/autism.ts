import type { CalendarDate } from '@waymark/care-types';
import { weeklyBands } from '../bands.ts';
import type { Finding } from '../evidence.ts';
import { isAged } from '../age-at-referral.ts';
import type { ReferralReceived } from '../fact.ts';
import { defineRegime, type Wait } from '../regime.ts';
import type { CaseHistory, Referral } from '../case-history.ts';
import { firstSeen } from '../rules/seen.ts';
import { untilStopped } from '../rules/until-seen.ts';

const STATISTICS =
  'NHS England, Autism waiting time statistics, construction and methodological change (MHSDS)';
const NICE = 'NICE quality standard QS51, statement 1';

/** Face to face or video: by telephone does not count here. */
const inPerson = new Set(['01', '11']);
const scope = 'Autism is suspected: reason 25, primary or other';
const needs = [
  {
    needed: {
      code: 'first-contact-at-which-the-child-is-seen',
      short: 'a first contact at which the child is seen',
      says: 'A first contact at which the child is seen, face to face or by video',
    },
  },
] as const;

/** NHS England's autism statistics leave out referrals with a stay on a ward. */
const isInStatistics = (received: ReferralReceived) => isSuspected(received) && received.inpatient !== true;
const isSuspected = ({ primaryReason, otherReasons }: ReferralReceived) =>
  primaryReason === '25' || (otherReasons?.includes('25') ?? false);
/** NICE CG128 is for those under 19; whose age is not known is not left out. */
const isSuspectedUnder19 = (received: ReferralReceived) =>
  isSuspected(received) && (received.dateOfBirth === undefined || isAged(received, 0, 18));

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

/** The waits of referrals until the child is first seen. */
function waiting(prefix: string, source: string) {
  const rule = `${prefix}-first-contact`;
  const wait = untilStopped({ prefix, source, scope });
  return (referral: Referral, history: CaseHistory): Wait =>
    wait(referral, history, assessmentBegan(referral, rule, source));
}

/**
 * Whether the statistics count a referral as open in the month of the day asked about: it was open on some day of the
 * month, and a record of it was sent for that month (methodological change, September 2023).
 */
function isCounted({ facts, end }: Referral, { asOf }: CaseHistory): boolean {
  for (const { type, on } of facts)
    if (type === 'record-flowed' && sameMonth(on, asOf)) return end === undefined || end.on >= firstOf(asOf);
  return false;
}

const sameMonth = (one: CalendarDate, other: CalendarDate): boolean => one.slice(0, 7) === other.slice(0, 7);
const firstOf = (day: CalendarDate): string => `${day.slice(0, 7)}-01`;

const thirteenWeeks = waiting('autism13w', STATISTICS);
const threeMonths = waiting('autismnice', NICE);

/** The proxy of the statistics for suspected autism: first contact within 13 weeks. A wait still open on day 91 is read by a setting. */
export const autism13Weeks = defineRegime({
  id: 'autism-13-weeks',
  title: 'Suspected autism: 13 weeks to the first contact',
  shortTitle: 'Autism: 13 weeks',
  limit: { days: 91 },
  bands: () => weeklyBands,
  holds: { from: null, until: null },
  appliesTo: isInStatistics,
  source: STATISTICS,
  section: '§3',
  needs,
  waits: (history, settings, inScope) =>
    inScope.map((referral) => {
      const wait = thirteenWeeks(referral, history);
      wait.counted = isCounted(referral, history);
      if (settings['open-at-13-weeks'] === 'breach-from-92' || wait.state !== 'running') return wait;
      return { ...wait, limitDays: 90, settings: { 'open-at-13-weeks': 'breach-from-91' } };
    }),
});

/** The assessment begins within three months of the calendar, for those under 19. Not the same as 13 weeks. */
export const autismNice = defineRegime({
  id: 'autism-nice-3-months',
  title: 'Suspected autism: assessment begun within three months (NICE)',
  shortTitle: 'Autism, NICE',
  limit: { months: 3 },
  bands: () => weeklyBands,
  holds: { from: null, until: null },
  appliesTo: isSuspectedUnder19,
  source: NICE,
  section: '§3',
  needs,
  waits: (history, _settings, inScope) => inScope.map((referral) => threeMonths(referral, history)),
});
