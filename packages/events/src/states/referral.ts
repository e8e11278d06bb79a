import {
  Attendance,
  CalendarDate,
  Circumstance,
  ClinicalPriority,
  ConsultationMechanism,
  EthnicCategory,
  InformationAskedFor,
  Need,
  OdsCode,
  OtherHelp,
  PrimaryReason,
  RedirectionReason,
  RejectionReason,
  ServiceAskedFor,
  SourceOfReferral,
  StatedGender,
  TeamType,
  TimeOfDay,
} from '@waymark/care-types';
import { z } from 'zod';
import { PersonId, Reference, ReferralId } from '../ids.ts';
import { ImdDecile, Outward } from './codes.ts';

/** What a rule may need to know of the child, and nothing that tells who it is. */
export const aboutTheChild = {
  personId: PersonId,
  dateOfBirth: CalendarDate,
  gender: StatedGender,
  ethnicCategory: EthnicCategory,
  outwardPostcode: Outward.nullable(),
  imdDecile: ImdDecile.nullable(),
  // A reader leaves out what it does not know, so that a field can be added later.
  circumstances: z.array(z.object(Circumstance.shape)),
  needs: z.array(z.object(Need.shape)),
};

const KnownContact = z.object({ on: CalendarDate, attendance: Attendance, mechanism: ConsultationMechanism });

/** What is known of a referral while it waits for an answer. It is gone once the answer is there. */
export const asked = {
  returnedOn: CalendarDate,
  answerBy: CalendarDate,
  askedFor: z.array(InformationAskedFor).min(1),
};

/** Why a team does not take a referral on, and which other help it names. It is gone where the referral is opened again. */
export const declined = {
  declinedOn: CalendarDate,
  declineReason: RejectionReason,
  otherHelp: z.array(OtherHelp).min(1),
};

/** To whom a referral was passed on. The day on which it was first received goes with it. */
export const redirected = {
  redirectedOn: CalendarDate,
  redirectedTo: OdsCode,
  redirectReason: RedirectionReason,
};

/** That it is the same as another referral of the child, which goes on in its place. */
const sameAsAnother = { duplicateOf: ReferralId, duplicateOn: CalendarDate };

/**
 * A referral as it now is. The received date changes by a correction, or where two referrals turn out to be one: the
 * earlier day then counts.
 */
export const ReferralState = z.object({
  referralId: ReferralId,
  reference: Reference,
  status: z.enum(['received', 'returned', 'accepted', 'declined', 'redirected', 'withdrawn', 'duplicate']),
  service: ServiceAskedFor,
  provider: OdsCode,
  receivedOn: CalendarDate,
  /** When on that day, on the clock in England; absent where it is not known. A limit in hours counts from it. */
  receivedTime: TimeOfDay.optional(),
  acceptedOn: CalendarDate.nullable(),
  withdrawnOn: CalendarDate.nullable(),
  ...z.object({ ...asked, ...declined, ...redirected, ...sameAsAnother }).partial().shape,
  source: SourceOfReferral,
  priority: ClinicalPriority,
  primaryReason: PrimaryReason,
  otherReasons: z.array(PrimaryReason),
  team: TeamType.nullable(),
  /** Appointments that were already known when the referral was logged, as in a file from another system. */
  knownContacts: z.array(KnownContact),
  ...aboutTheChild,
});
export type ReferralState = z.infer<typeof ReferralState>;

/** What of a referral can be corrected. Who the child is, is mended with the child. */
export const CorrectedField = z.enum([
  'receivedOn',
  'receivedTime',
  'service',
  'source',
  'priority',
  'primaryReason',
]);
export type CorrectedField = z.infer<typeof CorrectedField>;

/** What else of a referral the system that it came from may state anew. */
export const CorrectedBySource = z.enum(['otherReasons', 'team', 'knownContacts']);

/** What of a referral follows from the child, and is corrected with the child. */
export const CorrectedOfChild = z.enum([
  'dateOfBirth',
  'gender',
  'ethnicCategory',
  'outwardPostcode',
  'imdDecile',
]);
export type CorrectedOfChild = z.infer<typeof CorrectedOfChild>;
