import { z } from 'zod';
import { CalendarDate } from './calendar.ts';

const published = {
  bristol: 'Sirona, Bristol area autism criteria (March 2023)',
  cambridge: 'Cambridgeshire Community Services, community paediatrics',
  dundee: 'Dundee ADHD pathway, table 3',
  kent: 'Kent Community Health',
  manchester: 'Greater Manchester ICB triage form',
  careCommittee: 'Education Committee (2016) on looked after children',
  support: 'NHS England dynamic support register, code of practice',
  dictionary: 'NHS Data Model and Dictionary',
  gloucester: 'Gloucestershire community paediatrics red flags',
  local: 'No published list found; to be agreed locally',
} as const;

/**
 * What a referral, a family or a clinician may state about a child's life that bears on who is seen first. What a
 * date of birth alone tells (entering year 6, nearing 18) is not stated by anyone and so is not here. `sameDayRisk`
 * opens the clinical route of the same day and is never only a flag on a waiting list.
 */
export const circumstances = [
  {
    id: 'looked-after',
    title: 'Looked after by a council',
    source: `${published.bristol}; ${published.careCommittee}; ${published.kent}`,
    sameDayRisk: false,
  },
  { id: 'care-leaver', title: 'Care leaver, up to 25', source: published.careCommittee, sameDayRisk: false },
  {
    id: 'child-protection-plan',
    title: 'On a child protection plan',
    source: `${published.bristol}; ${published.cambridge}`,
    sameDayRisk: false,
  },
  {
    id: 'child-in-need',
    title: 'Child in need, or another safeguarding concern',
    source: `${published.cambridge}; ${published.manchester}`,
    sameDayRisk: false,
  },
  {
    id: 'adopted',
    title: 'Adopted, being adopted, or under special guardianship',
    source: `${published.bristol}; ${published.kent}`,
    sameDayRisk: false,
  },
  {
    id: 'family-breakdown',
    title: 'The family is at risk of breaking down',
    source: published.bristol,
    sameDayRisk: false,
  },
  {
    id: 'placement-breakdown',
    title: 'A home, foster or school placement is at risk of breaking down',
    source: `${published.dundee}; ${published.support}`,
    sameDayRisk: false,
  },
  {
    id: 'exclusion-risk',
    title: 'At risk of exclusion from school',
    source: `${published.bristol}; ${published.cambridge}`,
    sameDayRisk: false,
  },
  {
    id: 'persistent-absence',
    title: 'Often absent from school',
    source: published.dundee,
    sameDayRisk: false,
  },
  {
    id: 'part-time-timetable',
    title: 'On a part-time timetable',
    source: published.dundee,
    sameDayRisk: false,
  },
  {
    id: 'no-school-place',
    title: 'Educated out of school, or not in education, work or training',
    source: published.bristol,
    sameDayRisk: false,
  },
  {
    id: 'youth-justice',
    title: 'Known to youth justice',
    source: `${published.bristol}; ${published.support}`,
    sameDayRisk: false,
  },
  { id: 'young-carer', title: 'Young carer', source: published.dictionary, sameDayRisk: false },
  {
    id: 'parent-at-risk',
    title: 'The health of a parent or carer is at serious risk',
    source: published.dundee,
    sameDayRisk: false,
  },
  {
    id: 'dynamic-support-register-red',
    title: 'Dynamic support register: red',
    source: published.support,
    sameDayRisk: false,
  },
  {
    id: 'dynamic-support-register-amber',
    title: 'Dynamic support register: amber',
    source: published.support,
    sameDayRisk: false,
  },
  {
    id: 'prior-admission',
    title: 'Has been in a mental health hospital',
    source: published.support,
    sameDayRisk: false,
  },
  {
    id: 'armed-forces-family',
    title: 'Armed forces family',
    source: `${published.kent} (Armed Forces Covenant)`,
    sameDayRisk: false,
  },
  {
    id: 'low-communication',
    title: 'Speaks or understands very little',
    source: published.bristol,
    sameDayRisk: false,
  },
  {
    id: 'developmental-regression',
    title: 'Losing skills once had',
    source: published.gloucester,
    sameDayRisk: false,
  },
  { id: 'refugee', title: 'Refugee or seeking asylum', source: published.local, sameDayRisk: false },
  { id: 'pregnant', title: 'Pregnant or a young parent', source: published.local, sameDayRisk: false },
  {
    id: 'ehc-plan',
    title: 'Has an education, health and care plan',
    source: published.local,
    sameDayRisk: false,
  },
  {
    id: 'ehc-deadline',
    title: 'An education, health and care plan or tribunal has a deadline',
    source: published.local,
    sameDayRisk: false,
  },
  {
    id: 'serious-risk',
    title: 'Self-harm, suicidal thoughts or another serious risk to the child',
    source: `${published.bristol}; ${published.dundee}`,
    sameDayRisk: true,
  },
  {
    id: 'serious-risk-to-others',
    title: 'Serious risk to other people',
    source: published.bristol,
    sameDayRisk: true,
  },
  {
    id: 'exploitation',
    title: 'Being exploited, or at risk of it',
    source: published.bristol,
    sameDayRisk: true,
  },
] as const;

export type CircumstanceId = (typeof circumstances)[number]['id'];

const ids = circumstances.map(({ id }) => id);
const allowed = circumstances.map(({ id, title }) => `${id} (${title})`).join(', ');

/** A circumstance of the catalogue. */
export const CircumstanceId = z.enum(ids, { error: `Circumstance must be one of: ${allowed}` });

/** From whom it is known that a circumstance holds, where it is not who stated it. */
export const circumstanceKnownFrom = {
  family: 'The family said so',
  school: 'The school or college said so',
  'social-care': 'Social care said so, or it is in their record',
  health: 'Somebody in health care said so',
} as const;

export const CircumstanceKnownFrom = z.enum(
  Object.keys(circumstanceKnownFrom) as (keyof typeof circumstanceKnownFrom)[],
  { error: `How it is known must be one of: ${Object.keys(circumstanceKnownFrom).join(', ')}` },
);
export type CircumstanceKnownFrom = z.infer<typeof CircumstanceKnownFrom>;

/** Who stated a circumstance, in words. */
export const circumstanceStatedBy = {
  referrer: 'Stated by the referrer',
  clinician: 'Stated by a clinician',
  family: 'Stated by the family',
  import: 'Stated in a file from another system',
} as const;

/** One circumstance as stated: since when and from whom, where that is known, and by whom. */
export const Circumstance = z.strictObject({
  id: CircumstanceId,
  since: CalendarDate.optional(),
  knownFrom: CircumstanceKnownFrom.optional(),
  source: z.enum(Object.keys(circumstanceStatedBy) as (keyof typeof circumstanceStatedBy)[], {
    error: 'Source must be one of: referrer, clinician, family, import',
  }),
});
export type Circumstance = z.infer<typeof Circumstance>;

/** The words for a circumstance. */
export function circumstanceTitle(id: CircumstanceId): string {
  return circumstances.find((circumstance) => circumstance.id === id)?.title ?? id;
}

/** Whether any of these calls for a clinician on the same day. */
export function needsSameDayResponse(stated: readonly Circumstance[]): boolean {
  return stated.some(({ id }) => circumstances.some((known) => known.id === id && known.sameDayRisk));
}
