import { addMonths, type CalendarDate } from '@waymark/care-types';
import { defaultSettings, findingsIn, type DataQualityFinding, type FindingId } from '@waymark/wait-clocks';
import type { Pathway } from './pathway.ts';
import { foundWaitingOn } from './validation.ts';

/** What a finding is called where there is little room. */
export const findingTitles: Readonly<Record<FindingId, string>> = {
  'stop-before-start': 'Ends before it starts',
  'contact-before-referral': 'Contact before the referral',
  'time-missing': 'Time of day missing',
  'code-not-valid-on-date': 'Code not in use on its date',
  'attended-in-future': 'Seen in the future',
  'two-open-referrals-one-team': 'Two open referrals to one team',
  'no-activity': 'No news for half a year',
  'after-death': 'Something after a death',
  'no-referral': 'No referral for it',
  'amends-nothing': 'Corrects what is not there',
  'time-on-another-day': 'Time on another day',
  'same-id-two-contents': 'Two contents for one id',
  'born-after-referral': 'Born after the referral',
  'date-of-birth-missing': 'Date of birth missing',
  'priority-missing': 'Priority missing',
  'self-referral-not-ratified': 'Self-referral not ratified',
  'discharge-not-communicated': 'Appointment not communicated',
  'monitoring-ended-undecided': 'Nothing decided after monitoring',
  'offers-declined': 'Two offers declined',
  'accepted-after-end': 'Accepted after it ended',
  'diagnosis-without-contact': 'Diagnosis without a contact',
  'ward-stay-without-admission': 'Left a ward without admission',
};

/** After so many months without news a wait may be one that nobody closed. */
export const silentMonths = Number(defaultSettings['no-activity-months']);

/**
 * The data-quality findings about a pathway's facts, also beside those of the child's other referrals to the provider. Where somebody
 * has looked and the child still waits, silence is no finding for as long again.
 */
export function findingsOf(pathway: Pathway, today: CalendarDate): DataQualityFinding[] {
  const { facts, spellFacts } = pathway;
  const own = new Set(facts.map(({ factId }) => factId));
  const looked = foundWaitingOn(pathway);
  const isKnownToWait = looked !== undefined && addMonths(looked, silentMonths) >= today;
  return findingsIn([...facts, ...spellFacts], { asOf: today }).filter(
    ({ id, facts: shownBy }) =>
      shownBy.some((factId) => own.has(factId)) && !(id === 'no-activity' && isKnownToWait),
  );
}
