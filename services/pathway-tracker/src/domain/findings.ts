import type { CalendarDate } from '@waymark/care-types';
import { findingsIn, type DataQualityFinding, type FindingId } from '@waymark/wait-clocks';
import type { Pathway } from './pathway.ts';

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
};

/** What is odd about a pathway's facts, also beside those of the child's other referrals to the provider. */
export function findingsOf({ facts, spellFacts }: Pathway, today: CalendarDate): DataQualityFinding[] {
  const own = new Set(facts.map(({ factId }) => factId));
  return findingsIn([...facts, ...spellFacts], { asOf: today }).filter(({ facts: shownBy }) =>
    shownBy.some((factId) => own.has(factId)),
  );
}
