import {
  Attendance,
  CalendarDate,
  ClinicalPriority,
  ClosureReason,
  ConsultationMechanism,
  Moment,
  NhsNumber,
  OdsCode,
  interventionKinds,
  PrimaryReason,
  RejectionReason,
  SourceOfReferral,
  TeamType,
} from '@waymark/care-types';
import { z } from 'zod';
import { OutcomeTool } from './outcome-tools.ts';

export { interventionKinds };

const Id = z.string().min(1).max(100);

/** A SNOMED CT concept: 6 to 18 digits, of which the last but one and two are 00 or 10. An NHS number is none. */
export const SnomedCode = z
  .string()
  .regex(
    /^(?:[1-9][0-9]{2,14}00[0-9]|[1-9][0-9]{7,14}10[0-9])$/,
    'A SNOMED CT concept has 6 to 18 digits, and 00 or 10 before the last',
  )
  .refine((code) => !NhsNumber.safeParse(code).success, 'This is an NHS number, not a SNOMED CT code');

/** When a fact was written down, and by what: a page, a file, another service. */
export const Recorded = z.strictObject({
  at: Moment,
  source: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Name the source in small letters, like pathway-page'),
});

const of = <const Type extends string>(type: Type) => ({
  type: z.literal(type),
  /** The version of this shape of fact; 1 where it is absent. */
  version: z.literal(1).optional(),
  factId: Id,
  referralId: Id,
  /** The day in England on which it happened. */
  on: CalendarDate,
  /** The moment at which it happened, where a limit is in hours. */
  at: Moment.optional(),
  recorded: Recorded.optional(),
  /** The fact that this one replaces: what was written down there was not so. */
  corrects: Id.optional(),
});

/** What is known of the service that took the referral, and decides which rules hold for it. */
export const serviceFlags = [
  'consultant-led',
  'community-paediatrics',
  'not-nhs-commissioned',
  /** A referral management or assessment service that may refer on to a consultant. */
  'interface',
] as const;

/** The date on which this provider received the referral, and what the referral says. */
export const ReferralReceived = z.strictObject({
  ...of('referral-received'),
  provider: OdsCode,
  /** When the first service received this same referral, where it was passed on or sent again after a rejection. */
  firstReceivedOn: CalendarDate.optional(),
  /** The earlier referral that this one takes up again, for the same need. */
  continues: Id.optional(),
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
  service: z.array(z.enum(serviceFlags)).optional(),
  /** A consultant refers to another one for a condition that is a different one. */
  newCondition: z.boolean().optional(),
});
export type ReferralReceived = z.infer<typeof ReferralReceived>;

/** An appointment, or work for the child without the child (`indirect`). */
export const Contact = z.strictObject({
  ...of('contact'),
  attendance: Attendance,
  mechanism: ConsultationMechanism,
  /** The team that saw the child, where it is another than the one referred to. */
  team: TeamType.optional(),
  indirect: z.boolean().optional(),
  /** What was done, as SNOMED CT. */
  codes: z.array(SnomedCode).max(50).optional(),
  /** Whether it was the first appointment after the referral; where absent, it follows from the other facts. */
  first: z.boolean().optional(),
  /** False where the appointment was not clearly communicated to the family. */
  communicated: z.boolean().optional(),
  /** False while it is not written down yet what came of it. */
  outcomeKnown: z.boolean().optional(),
});
export type Contact = z.infer<typeof Contact>;

/**
 * A care plan agreed with the child and family: `on` is the day of its last change, `createdOn` of its writing where
 * that is another day.
 */
export const CarePlanAgreed = z.strictObject({
  ...of('care-plan-agreed'),
  createdOn: CalendarDate.optional(),
});
export type CarePlanAgreed = z.infer<typeof CarePlanAgreed>;

/** An intervention by its kind, by its SNOMED CT code or reference set, or by both: then the kind decides. */
export const Intervention = z
  .strictObject({
    ...of('intervention'),
    kind: z.enum(interventionKinds).optional(),
    code: SnomedCode.optional(),
  })
  .refine(({ kind, code }) => kind !== undefined || code !== undefined, {
    message: 'An intervention needs its kind or its SNOMED CT code',
    path: ['kind'],
  });

const forDay = { for: CalendarDate.optional() };
const toProvider = { to: OdsCode.optional() };

/**
 * What can happen to a referral that a clock may look at: each is complete in itself, and `on` is the day on which it
 * happened. A mistake is taken back by `withdrawn-in-error`, or mended by another fact that says which one it
 * `corrects`. A priority or a flag of circumstance is not a fact here: it moves no clock. `record-flowed` says that a
 * record of the referral was in the national submission of the month of `on`. Which kinds are read by what:
 * `uses-of-facts.ts`.
 */
export const Fact = z.discriminatedUnion('type', [
  ReferralReceived,
  Contact,
  CarePlanAgreed,
  z.strictObject({ ...of('outcome-measure'), tool: OutcomeTool, score: z.number().optional() }),
  Intervention,
  z.strictObject(of('treatment-started')),
  z.strictObject({ ...of('active-monitoring'), by: z.enum(['patient', 'professional']) }),
  z.strictObject({ ...of('active-monitoring-ended'), by: z.enum(['patient', 'professional']).optional() }),
  z.strictObject(of('decision-to-treat')),
  z.strictObject(of('decision-not-to-treat')),
  z.strictObject(of('treatment-declined')),
  z.strictObject(of('rebooked')),
  z.strictObject({ ...of('appointment-offered'), ...forDay }),
  z.strictObject({ ...of('appointment-booked'), ...forDay }),
  z.strictObject({ ...of('offer-declined'), ...forDay }),
  z.strictObject({ ...of('accepted'), team: TeamType.optional() }),
  z.strictObject(of('self-referral-ratified')),
  z.strictObject(of('record-flowed')),
  z.strictObject({ ...of('redirected'), ...toProvider }),
  z.strictObject({ ...of('transferred'), ...toProvider }),
  z.strictObject({ ...of('care-coordinator-assigned'), team: TeamType.optional() }),
  z.strictObject({ ...of('planned'), until: CalendarDate }),
  z.strictObject(of('admitted')),
  z.strictObject(of('discharged-from-ward')),
  z.strictObject({ ...of('diagnosis-recorded'), code: SnomedCode.optional() }),
  z.strictObject(of('discharged')),
  z.strictObject({ ...of('rejected'), reason: RejectionReason.optional() }),
  z.strictObject({ ...of('referral-closed'), reason: ClosureReason.optional() }),
  z.strictObject(of('died')),
  z.strictObject(of('ehc-advice-requested')),
  z.strictObject(of('ehc-advice-sent')),
  z.strictObject({ ...of('withdrawn-in-error'), withdraws: Id }),
]);
export type Fact = z.infer<typeof Fact>;
export type FactType = Fact['type'];
export type FactOf<Type extends FactType> = Extract<Fact, { type: Type }>;
