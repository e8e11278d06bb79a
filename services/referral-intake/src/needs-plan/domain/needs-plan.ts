import {
  addDays,
  ageOn,
  CalendarDate,
  CircumstanceId,
  circumstances,
  EthnicCategory,
  Need,
  NeedSetting,
  StatedGender,
  type NeedsProfile,
} from '@waymark/care-types';
import { decide, refuse, type Decision } from '@waymark/decisions';
import { PersonId, Reference, ReferralId } from '@waymark/events';
import type { Reach } from '@waymark/policy';
import { z } from 'zod';
import { oldest } from '../../person/domain/birth.ts';
import { PlanId } from './needs-plan-id.ts';
import { PersonDetails } from '../../person/domain/person.ts';
import { Strengths } from '../../shared/domain/statement.ts';
import { line, personName } from '../../shared/domain/text.ts';

/** How many steps a plan has at most. */
export const mostSteps = 20;
const mostReviews = 50;
/** A plan is looked at again after six weeks where no other day is named, and after a year at the latest. */
const usualReviewDays = 42;
const longestReviewDays = 366;

/** One thing that is tried: "we are trying this". */
export const PlanStep = z
  .strictObject({
    what: line('What you try', 300),
    who: line('Who does it', 100),
    where: NeedSetting,
    since: CalendarDate,
  })
  .meta({
    examples: [{ what: 'A visual timetable', who: 'Class teacher', where: 'school', since: '2026-03-03' }],
  });
export type PlanStep = z.output<typeof PlanStep>;

export const stepOutcomes = {
  helped: 'It helps',
  'not-helped': 'It does not help',
  'too-early': 'Too early to say',
} as const;
export const StepOutcome = z.enum(Object.keys(stepOutcomes) as [keyof typeof stepOutcomes], {
  error: 'Say whether it helps, does not help, or whether it is too early to say',
});
export type StepOutcome = z.output<typeof StepOutcome>;

/** A look back with the family: what each step did, and what the child needs now. */
const Review = z.strictObject({
  on: CalendarDate,
  /** By the number of the step, from 1. */
  outcomes: z.record(z.string(), StepOutcome),
  note: z.string().optional(),
  needs: z.array(Need),
});
export type Review = z.output<typeof Review>;

export const endReasons = {
  'needs-met': 'It helped: a plan is not needed any more',
  'other-support': 'Other support has taken its place',
  'family-asked': 'The family asked to stop',
  moved: 'The child has moved, or changed school',
  mistake: 'It was begun by mistake',
} as const;
export const EndReason = z.enum(Object.keys(endReasons) as [keyof typeof endReasons], {
  error: 'Choose from the list why the plan ends',
});

/** Who leads the plan: a professional who knows the child. */
export const Lead = z
  .strictObject({ name: personName('The name').optional(), role: line('The role', 100) })
  .meta({ examples: [{ role: 'Class teacher' }] });

/** Circumstances that a plan may hold. A serious risk is not among them: it is told by referring, at once. */
export const PlanCircumstances = z
  .array(CircumstanceId)
  .max(circumstances.length)
  .refine((ids) => ids.every((id) => !circumstances.find((each) => each.id === id)?.sameDayRisk), {
    error: 'A plan is not the way to tell of a serious risk: call for help, and refer now',
  })
  .transform((ids) => [...new Set(ids)]);

/** The first referral that follows a plan, and whose it is: who leads the plan may not know of the referral. */
export const Became = z.strictObject({
  on: CalendarDate,
  referralId: ReferralId,
  reference: Reference,
  organisation: z.string().nullable().optional(),
});

/** What a child needs help with and what is tried, before any referral. All of it is sealed where it is kept. */
export const NeedsPlan = z.strictObject({
  planId: PlanId,
  /** Whose plan it is: URN or ODS code. Null where a clinician named none. */
  organisation: z.string().nullable(),
  /** The child as this service knows it, once it does. */
  personId: PersonId.optional(),
  child: z.object({ ...PersonDetails.shape, gender: StatedGender, ethnicCategory: EthnicCategory }),
  lead: Lead,
  /** The day of the meeting with the family. */
  metOn: CalendarDate,
  needs: z.array(Need),
  strengths: Strengths.optional(),
  circumstances: z.array(CircumstanceId),
  steps: z.array(PlanStep).max(mostSteps),
  reviews: z.array(Review).max(mostReviews),
  startedOn: CalendarDate,
  nextReviewOn: CalendarDate,
  ended: z.strictObject({ on: CalendarDate, reason: EndReason }).optional(),
  became: Became.optional(),
});
export type NeedsPlan = z.output<typeof NeedsPlan>;

export const planStatuses = ['open', 'ended', 'became-referral'] as const;
export type PlanStatus = (typeof planStatuses)[number];

export function planStatusOf({ ended, became }: Pick<NeedsPlan, 'ended' | 'became'>): PlanStatus {
  if (became) return 'became-referral';
  return ended ? 'ended' : 'open';
}

/** A plan as somebody may see it: who leads it is told of its own referrals alone. */
export function planSeenBy(reach: Reach, { became, ...plan }: NeedsPlan): NeedsPlan {
  const seen = became && (reach === 'any' || became.organisation === plan.organisation);
  return seen ? { ...plan, became } : plan;
}

/** The needs as they were last seen. */
export function needsNow({ needs, reviews }: NeedsPlan): NeedsProfile {
  return reviews.at(-1)?.needs ?? needs;
}

/** What was last said of a step; undefined before any review. */
export function lastOutcome({ reviews }: NeedsPlan, step: number): StepOutcome | undefined {
  return reviews.findLast(({ outcomes }) => outcomes[step] !== undefined)?.outcomes[step];
}

/** The numbers of the steps that are still tried: what did not help is not asked about again. */
export function stillTried(plan: NeedsPlan): number[] {
  return plan.steps.map((_, at) => at + 1).filter((step) => lastOutcome(plan, step) !== 'not-helped');
}

/** The day for the next review where nobody names one. */
export function usualReview(from: CalendarDate): CalendarDate {
  return addDays(from, usualReviewDays);
}

/** One field of a plan, and what is wrong with it. */
export type PlanFault = { field: string; says: string };

type Begun = Pick<NeedsPlan, 'metOn' | 'nextReviewOn'> & {
  child: Pick<NeedsPlan['child'], 'dateOfBirth'>;
  steps: readonly Pick<PlanStep, 'since'>[];
};

/** What the rules find wrong with a plan that begins. `today` is the date in London. */
export function faultsInPlan({ child, metOn, steps, nextReviewOn }: Begun, today: CalendarDate): PlanFault[] {
  const { dateOfBirth } = child;
  const wrong: [string, boolean, string][] = [
    ['child.dateOfBirth', dateOfBirth > today, 'The date of birth must not be in the future'],
    [
      'child.dateOfBirth',
      ageOn(dateOfBirth, today) > oldest,
      `The child or young person must be at most ${oldest} years old`,
    ],
    ['metOn', metOn > today, 'The day of the meeting must not be in the future'],
    ['metOn', metOn < dateOfBirth, 'The day of the meeting must not be before the date of birth'],
    ['step.since', steps.some(({ since }) => since > today), 'It cannot be tried since a day in the future'],
  ];
  return [
    ...wrong.filter(([, is]) => is).map(([field, , says]) => ({ field, says })),
    ...faultsInNextReview(nextReviewOn, today),
  ];
}

function faultsInNextReview(day: CalendarDate, today: CalendarDate): PlanFault[] {
  if (today < day && day <= addDays(today, longestReviewDays)) return [];
  return [{ field: 'nextReviewOn', says: 'The next review must be after today, and within a year' }];
}

/** Try something more. Only while the plan is open. */
export function addStep(plan: NeedsPlan, step: PlanStep): Decision<NeedsPlan> {
  if (planStatusOf(plan) !== 'open') return refuse('not-open', { status: planStatusOf(plan) });
  if (plan.steps.length >= mostSteps) return refuse('too-many-steps');
  return decide({ ...plan, steps: [...plan.steps, step] });
}

/** What is wrong with a review: its dates, and the steps of which nothing is said. `today` is the date in London. */
export function faultsInReview(
  plan: NeedsPlan,
  { on, outcomes }: Pick<Review, 'on' | 'outcomes'>,
  nextReviewOn: CalendarDate,
  today: CalendarDate,
): PlanFault[] {
  const first = plan.reviews.at(-1)?.on ?? plan.metOn;
  const unknown = Object.keys(outcomes).filter((step) => plan.steps[Number(step) - 1] === undefined);
  const unsaid = stillTried(plan).filter((step) => outcomes[step] === undefined);
  return [
    ...(on > today ? [{ field: 'on', says: 'The review must not be in the future' }] : []),
    ...(on < first ? [{ field: 'on', says: 'The review must not be before the one before it' }] : []),
    ...unknown.map((step) => ({ field: `outcomes.${step}`, says: 'The plan has no step of this number' })),
    ...unsaid.map((step) => ({
      field: `outcomes.${step}`,
      says: 'Say whether it helps, does not help, or whether it is too early to say',
    })),
    ...faultsInNextReview(nextReviewOn, today),
  ];
}

/** Keep a look back, and when the next one is. Only while the plan is open. */
export function review(plan: NeedsPlan, seen: Review, nextReviewOn: CalendarDate): Decision<NeedsPlan> {
  if (planStatusOf(plan) !== 'open') return refuse('not-open', { status: planStatusOf(plan) });
  if (plan.reviews.length >= mostReviews) return refuse('too-many-reviews');
  return decide({ ...plan, reviews: [...plan.reviews, seen], nextReviewOn });
}

export function end(
  plan: NeedsPlan,
  reason: z.output<typeof EndReason>,
  on: CalendarDate,
): Decision<NeedsPlan> {
  if (planStatusOf(plan) !== 'open') return refuse('not-open', { status: planStatusOf(plan) });
  return decide({ ...plan, ended: { on, reason } });
}

/**
 * A referral follows the plan. The first one stays named: a second referral, for another service, may follow the same
 * plan. One that has ended is followed by none.
 */
export function becameReferral(
  plan: NeedsPlan,
  became: NonNullable<NeedsPlan['became']>,
  personId: PersonId,
): Decision<NeedsPlan> {
  if (plan.became) return decide(plan);
  if (plan.ended) return refuse('not-open', { status: 'ended' });
  return decide({ ...plan, personId, became });
}
