import {
  Attendance,
  CalendarDate,
  Circumstance,
  ClinicalPriority,
  ConsultationMechanism,
  EthnicCategory,
  Need,
  OdsCode,
  PrimaryReason,
  ServiceAskedFor,
  SourceOfReferral,
  StatedGender,
  TeamType,
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

const KnownContact = z.object({
  on: CalendarDate,
  attendance: Attendance,
  mechanism: ConsultationMechanism,
});

/** A referral as it now is. The received date never changes. */
export const ReferralState = z.object({
  referralId: ReferralId,
  reference: Reference,
  status: z.enum(['received', 'accepted', 'withdrawn']),
  service: ServiceAskedFor,
  provider: OdsCode,
  receivedOn: CalendarDate,
  acceptedOn: CalendarDate.nullable(),
  withdrawnOn: CalendarDate.nullable(),
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
