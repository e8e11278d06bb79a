import {
  Attendance,
  CalendarDate,
  ClinicalPriority,
  ClosureReason,
  codeList,
  codeOf,
  ConsultationMechanism,
  OdsCode,
  PrimaryReason,
  RejectionReason,
  SourceOfReferral,
  TeamType,
} from '@waymark/care-types';
import { z } from 'zod';

/** Outcome tools of the national table for children and young people. Current View describes needs and is no baseline. */
export const outcomeTools = codeList({
  id: 'outcome-tools',
  title: 'Outcome measure',
  source: 'NHS England, CYP waiting times (referral spells), quick guide; Mental Health Monthly Statistics',
  version: 'September 2025',
  entries: [
    { code: 'GBO', text: 'Goal-based outcomes' },
    { code: 'RCADS', text: "Revised Children's Anxiety and Depression Scale" },
    { code: 'SDQ', text: 'Strengths and Difficulties Questionnaire' },
    { code: 'HoNOSCA', text: 'Health of the Nation Outcome Scales, children and adolescents' },
    { code: 'CGAS', text: "Children's Global Assessment Scale" },
    { code: 'ORS', text: 'Outcome Rating Scale' },
    { code: 'CORS', text: 'Child Outcome Rating Scale' },
    { code: 'CORE-10', text: 'CORE-10' },
    { code: 'GAD-7', text: 'GAD-7' },
    { code: 'PHQ-9', text: 'PHQ-9' },
    { code: 'Current View', text: 'Current View', note: 'Never counts as a baseline' },
    { code: 'other', text: 'Another recognised tool' },
  ],
});
export const OutcomeTool = codeOf(outcomeTools);

const of = <const Type extends string>(type: Type) => ({
  type: z.literal(type),
  factId: z.string().min(1).max(100),
  referralId: z.string().min(1).max(100),
  on: CalendarDate,
});

/** The date on which this provider received the referral, and what the referral says. */
export const ReferralReceived = z.strictObject({
  ...of('referral-received'),
  provider: OdsCode,
  /** When the first service received this same referral, where it was passed on or sent again after a rejection. */
  firstReceivedOn: CalendarDate.optional(),
  /** The earlier referral that this one takes up again, for the same need. */
  continues: z.string().min(1).max(100).optional(),
  dateOfBirth: CalendarDate.optional(),
  team: TeamType.optional(),
  priority: ClinicalPriority.optional(),
  primaryReason: PrimaryReason.optional(),
  otherReasons: z.array(PrimaryReason).optional(),
  source: SourceOfReferral.optional(),
  /** The council area of the home, as an ONS code; England begins with E. */
  laCode: z
    .string()
    .regex(/^[A-Z][0-9]{8}$/, 'A council area code is a letter and 8 digits, like E06000047')
    .optional(),
  inpatient: z.boolean().optional(),
});
export type ReferralReceived = z.infer<typeof ReferralReceived>;

/** An appointment, or work for the child without the child (`indirect`). */
export const Contact = z.strictObject({
  ...of('contact'),
  attendance: Attendance,
  mechanism: ConsultationMechanism,
  indirect: z.boolean().optional(),
  /** Whether it was the first appointment after the referral; where absent, the other facts tell. */
  first: z.boolean().optional(),
  /** False where the appointment was not clearly communicated to the family. */
  communicated: z.boolean().optional(),
});
export type Contact = z.infer<typeof Contact>;

/** A care plan agreed with the child and family: `on` is the day of its last change, `createdOn` of its writing where that is another day. */
export const CarePlanAgreed = z.strictObject({
  ...of('care-plan-agreed'),
  createdOn: CalendarDate.optional(),
});
export type CarePlanAgreed = z.infer<typeof CarePlanAgreed>;

/**
 * What can happen to a referral that a clock may look at: each is complete in itself, and `on` is the day on which it
 * happened. A fact that was withdrawn is simply not in the list. A priority or a flag of circumstance is not a fact
 * here: it moves no clock.
 */
export const Fact = z.discriminatedUnion('type', [
  ReferralReceived,
  Contact,
  CarePlanAgreed,
  z.strictObject({ ...of('outcome-measure'), tool: OutcomeTool }),
  z.strictObject({
    ...of('intervention'),
    kind: z.enum(['psychological', 'psychosocial', 'medication', 'autism-assessment', 'adhd-assessment']),
  }),
  z.strictObject(of('treatment-started')),
  z.strictObject({ ...of('active-monitoring'), by: z.enum(['patient', 'professional']) }),
  z.strictObject(of('decision-to-treat')),
  z.strictObject(of('decision-not-to-treat')),
  z.strictObject(of('treatment-declined')),
  z.strictObject(of('rebooked')),
  z.strictObject(of('discharged')),
  z.strictObject({ ...of('rejected'), reason: RejectionReason.optional() }),
  z.strictObject({ ...of('referral-closed'), reason: ClosureReason.optional() }),
  z.strictObject(of('died')),
]);
export type Fact = z.infer<typeof Fact>;
export type FactType = Fact['type'];
export type FactOf<Type extends FactType> = Extract<Fact, { type: Type }>;
