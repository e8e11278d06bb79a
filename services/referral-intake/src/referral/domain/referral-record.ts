import {
  type CalendarDate,
  type NeedsProfile,
  type OdsCode,
  type Postcode,
  outwardOf,
  needsSameDayResponse,
} from '@waymark/care-types';
import {
  DuplicatePairId,
  ReferralState,
  type PersonId,
  type Reference,
  type ReferralId,
} from '@waymark/events';
import { z } from 'zod';
import type { PersonDetails } from '../../person/domain/person.ts';
import { PlanOfReferral, type StatedPlan } from '../../needs-plan/domain/plan-required.ts';
import { StepTaken } from './steps-taken.ts';
import type { Statement } from '../../shared/domain/statement.ts';

const BeforeJoined = ReferralState.pick({
  personId: true,
  dateOfBirth: true,
  outwardPostcode: true,
  receivedOn: true,
  receivedTime: true,
  status: true,
});

/** A referral as this service holds it: what is published, and what stays here. */
export const ReferralRecord = z.strictObject({
  /** What is published. */
  referral: ReferralState,
  /** Who referred: URN of a school or ODS code. Its people may see the referral. */
  organisation: z.string().nullable(),
  /** Free text of the referrer, sealed. */
  notes: z.string().optional(),
  /** What the referrer told besides codes and notes (`Statement`), sealed. */
  statement: z.string().optional(),
  /** The plan of needs that it follows, or that it is asked for; absent where none is needed. It is not published. */
  plan: PlanOfReferral.optional(),
  /** What was said with each step of its triage, oldest first. */
  steps: z.array(StepTaken).optional(),
  /** Why it was withdrawn, sealed, in records from before the steps were kept. */
  withdrawnBecause: z.string().optional(),
  /** One open referral of a child for a service: person and service, gone when the wait is over. */
  waitingFor: z.string().optional(),
  /** The wait ended, by a contact with the team or otherwise: the child may be referred for the service again. */
  closedOn: z.string().nullable(),
  /** It was stated that someone may be at serious risk: a clinician looks on the same day. */
  sameDayRisk: z.boolean(),
  /** What it was before it became another record's child's, or one with another referral, and what it then became. */
  joined: z
    .array(
      z.strictObject({
        pairId: DuplicatePairId,
        round: z.int(),
        was: BeforeJoined,
        made: BeforeJoined.omit({ personId: true, status: true }),
      }),
    )
    .optional(),
});
export type ReferralRecord = z.infer<typeof ReferralRecord>;

/** A referral as it is asked for, by form, by program or in a row of a file, before any rule has looked at it. */
export type NewReferral = {
  child: PersonDetails & Pick<ReferralState, 'gender' | 'ethnicCategory'>;
  /** URN of a school or ODS code. */
  organisation?: string | undefined;
  provider: OdsCode;
  notes?: string | undefined;
  statement?: { [Part in keyof Statement]: Statement[Part] | undefined };
  plan?: StatedPlan | undefined;
  acceptedOn?: CalendarDate | undefined;
  team?: ReferralState['team'] | undefined;
  needs: NeedsProfile;
} & Pick<
  ReferralState,
  | 'service'
  | 'receivedOn'
  | 'receivedTime'
  | 'source'
  | 'priority'
  | 'primaryReason'
  | 'otherReasons'
  | 'knownContacts'
  | 'circumstances'
>;

export type Ids = { referralId: ReferralId; reference: Reference; personId: PersonId };

/** The record of a referral that has just arrived. `decileOf` tells the deprivation of a postcode's area. */
export function recordOf(
  asked: NewReferral,
  { referralId, reference, personId }: Ids,
  decileOf: (postcode: Postcode) => number | null,
): ReferralRecord {
  const { child, organisation, provider, acceptedOn, team, ...rest } = asked;
  const { service, receivedOn, receivedTime, source, priority, primaryReason, otherReasons, knownContacts } =
    rest;
  return {
    referral: {
      referralId,
      reference,
      personId,
      status: acceptedOn === undefined ? 'received' : 'accepted',
      service,
      provider,
      receivedOn,
      ...(receivedTime && { receivedTime }),
      acceptedOn: acceptedOn ?? null,
      withdrawnOn: null,
      source,
      priority,
      primaryReason,
      otherReasons,
      team: team ?? null,
      knownContacts,
      dateOfBirth: child.dateOfBirth,
      gender: child.gender,
      ethnicCategory: child.ethnicCategory,
      outwardPostcode: child.postcode === undefined || child.addressHidden ? null : outwardOf(child.postcode),
      imdDecile: child.postcode === undefined ? null : decileOf(child.postcode),
      circumstances: asked.circumstances,
      needs: asked.needs,
    },
    organisation: organisation ?? null,
    waitingFor: waitingFor(personId, service),
    closedOn: null,
    sameDayRisk: needsSameDayResponse(asked.circumstances),
  };
}

/** What can stand once only while a child waits. */
export function waitingFor(personId: PersonId, service: ReferralState['service']): string {
  return `${personId}/${service}`;
}

/** The record of a wait that is over. */
export function noLongerWaiting(record: ReferralRecord): ReferralRecord {
  const { waitingFor: _over, ...rest } = record;
  return rest;
}
