import { dayInWords, type CalendarDate } from '@waymark/care-types';
import { momentWords } from './domain/clock-words.ts';
import type { Pathway } from './domain/pathway.ts';

/** Who stated a circumstance. */
export const evidenceWords = {
  referrer: 'the referrer',
  clinician: 'a clinician',
  family: 'the family',
  import: 'the record it came from',
} as const;

/** What a clinician did about a serious risk. */
export const riskStepWords = {
  'seen-today': 'the child was seen by a clinician on the same day',
  'crisis-team-has-it': 'the crisis team has taken it on',
  'safety-plan-agreed': 'a safety plan was agreed with the child and family',
  'no-risk-now': 'a clinician spoke with the family: there is no serious risk now',
} as const;

/** By when the priority review is to be decided. While a serious risk stands open it is for today, and no other day is named. */
export function decideByOf({
  riskOpen,
  priority,
}: Pick<Pathway, 'riskOpen' | 'priority'>): CalendarDate | null {
  return riskOpen ? null : priority.reviewDue;
}

export type Tag = { text: string; tone: 'quiet' | 'notice' | 'act' };

/** Where the child stands in the order, in a word or two. */
export function priorityTag({ riskOpen, priority }: Pathway): Tag {
  if (riskOpen) return { text: 'Same-day risk', tone: 'act' };
  switch (priority.standing) {
    case 'accelerated':
      return { text: 'Accelerated', tone: 'notice' };
    case 'review-open':
      return { text: 'Review open', tone: 'act' };
    case 'date-order':
      return { text: 'Date order', tone: 'quiet' };
  }
}

/** In which role somebody did it. */
export function whoWords(role: string): string {
  return role === 'triage' ? 'the triage team' : `a ${role}`;
}

/** Who took up a serious risk, and when: by name, for those who may read the pathway at all. */
export function takenUpWords({ on, at, role = 'clinician', name }: RiskTaken): string {
  const who = name ? `${name} (${role === 'triage' ? 'triage team' : role})` : whoWords(role);
  return `taken up by ${who} ${at ? `at ${momentWords(at)}` : `on ${dayInWords(on)}`}`;
}

type RiskTaken = NonNullable<NonNullable<Pathway['sameDayRisk']>['taken']>;
