import type { CalendarDate } from '@waymark/care-types';
import { stillNeededOf } from '@waymark/wait-clocks';
import { isSeen } from './clocks.ts';
import type { Pathway } from './pathway.ts';
import { worstOffFirst } from './worst-off.ts';

/** What can be done with a wait beside recording a fact. */
export const otherSteps = ['take-up-risk', 'decide-referral', 'decide-priority'] as const;
export type OtherStep = (typeof otherSteps)[number];

/** Where a wait is, as it bears on what is done next. */
export type CareStage = 'not-accepted' | 'not-seen' | 'seen' | 'monitoring' | 'treated' | 'closed';

/** So many steps are offered at once; the rest is folded. */
export const mostSteps = 4;

/** Which kind of fact meets what a clock needs, by the code of the need. A rule with a new need is entered here. */
export const kindThatMeets: Readonly<Record<string, string>> = {
  'first-contact': 'contact',
  'first-contact-at-which-the-child-is-seen': 'contact',
  'first-contact-at-which-the-young-person-is-seen-by-the-early-intervention-team': 'contact',
  'contact-at-which-the-child-is-seen': 'contact',
  'to-be-seen-face-to-face': 'contact',
  'first-outcome-measure': 'outcome-measure',
  'agreed-care-plan': 'care-plan',
  'agreed-care-plan-or-a-coded-intervention': 'care-plan',
  'meaningful-assessment': 'intervention',
  'first-treatment': 'treatment',
  'care-coordinator-of-that-team': 'care-coordinator',
  'advice-is-sent': 'ehc-advice',
};

/** What usually comes next at each stage, kinds of facts and other steps, the likeliest first. */
const usualAt: Readonly<Record<CareStage, readonly string[]>> = {
  'not-accepted': ['decide-referral', 'contact', 'appointment', 'decide-priority'],
  'not-seen': ['contact', 'appointment', 'decide-priority', 'closure'],
  seen: ['contact', 'outcome-measure', 'care-plan', 'treatment'],
  monitoring: ['contact', 'monitoring-ended', 'decision-to-treat', 'discharge'],
  treated: ['contact', 'outcome-measure', 'care-plan', 'discharge'],
  closed: [],
};

/** At these stages what the clocks still need comes before what is usual. */
const clocksLead: readonly CareStage[] = ['seen', 'treated'];

/** Where a wait is now. What came last counts: monitoring that ended is over. */
export function careStageOf({ stage, facts, acceptedOn }: Pathway): CareStage {
  if (stage === 'closed') return 'closed';
  const last = (...types: string[]) =>
    facts.reduce<CalendarDate | undefined>(
      (latest, { type, on }) =>
        types.includes(type) && (latest === undefined || on >= latest) ? on : latest,
      undefined,
    );
  const began = last('active-monitoring');
  const over = last('active-monitoring-ended', 'decision-to-treat', 'treatment-started');
  if (began !== undefined && (over === undefined || over < began)) return 'monitoring';
  if (last('treatment-started') !== undefined) return 'treated';
  if (facts.some(isSeen)) return 'seen';
  return acceptedOn === null ? 'not-accepted' : 'not-seen';
}

/**
 * The four things that are likeliest to be done next: a serious risk before all, a review that waits, what the clock
 * that is worst off still needs, and what is usual at this stage. Nothing for a wait that is closed, but the risk.
 */
export function nextSteps(pathway: Pathway, today: CalendarDate): string[] {
  const stage = careStageOf(pathway);
  const risk = pathway.riskOpen ? ['take-up-risk'] : [];
  if (stage === 'closed') return risk;
  const needed = worstOffFirst(pathway.clocks, today)
    .flatMap(stillNeededOf)
    .flatMap(({ code }) => kindThatMeets[code] ?? []);
  const review = pathway.priority.standing === 'review-open' && !pathway.riskOpen ? ['decide-priority'] : [];
  const usual = usualAt[stage];
  const byStage = clocksLead.includes(stage) ? [...needed, ...review, ...usual] : [...usual, ...needed];
  return [...new Set([...risk, ...byStage])].slice(0, mostSteps);
}
