import {
  addDays,
  ageOn,
  CalendarDate,
  OdsCode,
  ServiceAskedFor,
  workingDaysAfter,
  type CalendarDate as Day,
} from '@waymark/care-types';
import { z } from 'zod';
import { PlanId } from './needs-plan-id.ts';

/** For whom a plan of needs comes before a referral. Ages are whole years on the received date, both ends counted. */
const PlanRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  services: z.array(ServiceAskedFor).min(1),
  providers: z.array(OdsCode).min(1),
  ages: z.strictObject({ from: z.int().min(0), to: z.int().min(0) }),
  /** The first and the last received date for which it holds; null where no end is known. */
  receivedFrom: CalendarDate,
  receivedUntil: CalendarDate.nullable(),
  /** Why, as people read it after "because". */
  because: z.string().min(1),
  /** Within how many working days a plan is asked for where the referrer names no day. */
  withinWorkingDays: z.int().min(1).max(60),
  source: z.string().min(1),
});
export type PlanRule = z.output<typeof PlanRule>;

/** The file of the rules. Each rule has an id of its own. */
export const PlanRules = z
  .strictObject({ source: z.string(), rules: z.array(PlanRule) })
  .transform(({ rules }) => rules)
  .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'Two rules have the same id');

/** What of a referral decides whether a plan comes before it. */
export type Wanted = { service: ServiceAskedFor; provider: OdsCode; dateOfBirth: Day; receivedOn: Day };

/** The first rule that asks for a plan; undefined where none does. */
export function planRuleFor(
  { service, provider, dateOfBirth, receivedOn }: Wanted,
  rules: readonly PlanRule[],
): PlanRule | undefined {
  const age = ageOn(dateOfBirth, receivedOn);
  return rules.find(
    ({ services, providers, ages, receivedFrom, receivedUntil }) =>
      services.includes(service) &&
      providers.includes(provider) &&
      ages.from <= age &&
      age <= ages.to &&
      receivedFrom <= receivedOn &&
      (receivedUntil === null || receivedOn <= receivedUntil),
  );
}

/** Why there is no plan yet. */
export const whyNoPlan = {
  'being-written': 'It is being written',
  'no-professional': 'Nobody who knows the child could take part yet',
  'held-elsewhere': 'Another organisation has it',
  'cannot-wait': 'The child cannot wait for the meeting',
  'family-declined': 'The family does not want a plan',
} as const;
export const WhyNoPlan = z.enum(Object.keys(whyNoPlan) as [keyof typeof whyNoPlan], {
  error: 'Say why there is no plan yet: choose one from the list',
});

/** A plan may be promised for at most so many days from today. */
const longestPromise = 182;

/** What is said of a plan with a referral: which one it follows, or why there is none yet and when one is expected. */
export const StatedPlan = z
  .strictObject({
    planId: PlanId.optional(),
    missing: z.strictObject({ why: WhyNoPlan, expectedOn: CalendarDate.optional() }).optional(),
  })
  .superRefine(({ planId, missing }, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', path: ['planId'], message });
    if (planId === undefined && missing === undefined) say('Choose a plan, or say why there is none yet');
    if (planId !== undefined && missing !== undefined)
      say('Choose a plan, or say why there is none yet: not both');
  })
  .meta({ examples: [{ missing: { why: 'being-written', expectedOn: '2026-03-16' } }] });
export type StatedPlan = z.output<typeof StatedPlan>;

/** What is wrong with the day for which a plan is promised; undefined where nothing is. */
export function wrongPromise(stated: StatedPlan | undefined, today: Day): string | undefined {
  const day = stated?.missing?.expectedOn;
  if (day === undefined) return undefined;
  const latest = addDays(today, longestPromise);
  return today < day && day <= latest
    ? undefined
    : `The plan must be expected after today, and at most ${longestPromise / 7} weeks from now`;
}

/** Whether a referral follows a plan, or is asked for one. It stops no clock. */
export const PlanOfReferral = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('asked-for'),
    /** The rule that asks for it. */
    because: z.string(),
    askedOn: CalendarDate,
    by: CalendarDate,
    /** Absent where nothing was said of a plan, as in a file. */
    why: WhyNoPlan.optional(),
  }),
  z.strictObject({ state: z.literal('given'), planId: PlanId, on: CalendarDate }),
]);
export type PlanOfReferral = z.output<typeof PlanOfReferral>;

/** What a referral that arrives says, or is asked, of a plan; undefined where it needs none and names none. */
export function planOf(
  wanted: Wanted,
  stated: StatedPlan | undefined,
  rules: readonly PlanRule[],
  today: Day,
): PlanOfReferral | undefined {
  if (stated?.planId !== undefined) return { state: 'given', planId: stated.planId, on: today };
  const rule = planRuleFor(wanted, rules);
  if (!rule) return undefined;
  const missing = stated?.missing;
  return {
    state: 'asked-for',
    because: rule.id,
    askedOn: today,
    by: missing?.expectedOn ?? dueBy(rule, today),
    ...(missing && { why: missing.why }),
  };
}

/** What a referral is asked of a plan once something in it was corrected: what was said before stays. */
export function planAfterCorrection(
  plan: PlanOfReferral | undefined,
  corrected: Wanted,
  rules: readonly PlanRule[],
  today: Day,
): PlanOfReferral | undefined {
  return plan ?? planOf(corrected, undefined, rules, today);
}

/** The day by which a plan is asked for where nobody names one. */
export function dueBy({ withinWorkingDays }: PlanRule, today: Day): Day {
  return workingDaysAfter(today, withinWorkingDays);
}

/** A plan that is asked for, in words for people: by when, and why. */
export type PlanAsked = { by: Day; because: string; why: string | undefined; late: boolean };

/** What is still asked for; undefined where a plan is given, or where what was corrected since needs none. */
export function planAskedOf(
  plan: PlanOfReferral | undefined,
  wanted: Wanted,
  rules: readonly PlanRule[],
  today: Day,
): PlanAsked | undefined {
  const rule = planRuleFor(wanted, rules);
  if (plan?.state !== 'asked-for' || !rule) return undefined;
  return { by: plan.by, because: rule.because, why: plan.why && whyNoPlan[plan.why], late: plan.by < today };
}
