import {
  CalendarDate,
  Circumstance,
  EthnicCategory,
  StatedGender,
  TeamType,
  TimeOfDay,
  NeedsProfile,
  type OdsCode,
  type Postcode,
  outwardOf,
  needsSameDayResponse,
} from '@waymark/care-types';
import { DuplicatePairId, PersonId, ReferralId, ReferralState, type Reference } from '@waymark/events';
import { z } from 'zod';
import { PersonDetails } from '../../person/domain/person.ts';
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
  /** What the referral stated of the child (`Stated`), sealed: all that its referrer sees of the child. */
  stated: z.string().optional(),
  /** The circumstances that its referrer has stated by now, where anybody has changed them since: all that it sees of them. */
  toldByReferrer: z.array(Circumstance).optional(),
  /** The record that the child had then, where it was put together with another one since or before. */
  cameFor: PersonId.optional(),
  /** What it stated is not taken into the child's record yet. */
  learnPending: z.literal(true).optional(),
  /** The child waits for the service already: it may be the same referral again. A person says so; it is not published. */
  sameAgain: z.strictObject({ of: ReferralId, decided: z.literal('same').optional() }).optional(),
  /** The earlier day on which a referrer says that it was sent, until direct care takes or leaves it; why, sealed. */
  proposed: z
    .strictObject({
      receivedOn: CalendarDate,
      receivedTime: TimeOfDay.optional(),
      why: z.string().optional(),
    })
    .optional(),
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

/** What a referral states of a child. */
export const StatedOfChild = PersonDetails.extend({ gender: StatedGender, ethnicCategory: EthnicCategory });
export type StatedOfChild = z.output<typeof StatedOfChild>;

/** What the row of a file stated last of a referral, to be compared with what the same source states later. */
export const SourceRow = ReferralState.pick({
  service: true,
  receivedOn: true,
  source: true,
  priority: true,
  primaryReason: true,
  otherReasons: true,
  knownContacts: true,
  circumstances: true,
  needs: true,
  gender: true,
  ethnicCategory: true,
}).extend({
  organisation: z.string().optional(),
  team: TeamType.optional(),
  acceptedOn: CalendarDate.optional(),
  notes: z.string().optional(),
  /** Columns of which the row said nothing that could be read: something stands in for them. */
  silent: z.array(z.string()).optional(),
});
export type SourceRow = z.output<typeof SourceRow>;

/** What a referral stated when it came, as it is kept sealed beside what became of it. */
export const Stated = z.strictObject({
  child: StatedOfChild,
  needs: NeedsProfile,
  row: SourceRow.optional(),
});
export type Stated = z.output<typeof Stated>;

/** A referral as it is asked for, by form, by program or in a row of a file, before any rule has looked at it. */
export type NewReferral = {
  child: StatedOfChild;
  /** What the row of a file states, to be compared with what it states later. */
  row?: SourceRow;
  /** An earlier day on which a referrer says that it was sent. */
  proposed?: { receivedOn: CalendarDate; receivedTime?: TimeOfDay | undefined; why?: string | undefined };
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
  /** What is held of the child by now. */
  child: PersonDetails,
  { referralId, reference, personId }: Ids,
  decileOf: (postcode: Postcode) => number | null,
): ReferralRecord {
  const { child: stated, organisation, provider, acceptedOn, team, ...rest } = asked;
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
      gender: stated.gender,
      ethnicCategory: stated.ethnicCategory,
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

/** The place that a referral keeps: one of its own while it may be the same again as another. */
export function placeIn({
  referral: { personId, service, referralId },
  sameAgain,
}: Pick<ReferralRecord, 'referral' | 'sameAgain'>): string {
  const place = waitingFor(personId, service);
  return sameAgain ? `${place}/${referralId}` : place;
}

/** The record of a wait that is over. */
export function noLongerWaiting(record: ReferralRecord): ReferralRecord {
  const { waitingFor: _over, ...rest } = record;
  return rest;
}

/** The circumstances that the referrer of a referral has stated, whatever others state of them. */
export function toldByReferrer({ referral, toldByReferrer: told }: ReferralRecord): readonly Circumstance[] {
  return told ?? referral.circumstances.filter(({ source }) => source === 'referrer');
}
