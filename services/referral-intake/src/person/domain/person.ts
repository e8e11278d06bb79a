import {
  CalendarDate,
  CorrectionReason,
  EthnicCategory,
  NhsNumber,
  Postcode,
  StatedGender,
} from '@waymark/care-types';
import { ActorId, PersonId, ReferralId } from '@waymark/events';
import { z } from 'zod';
import { Contact, ContactPreference, GillickNote } from './contact.ts';
import { Education } from './education.ts';

/** Who a child is. It is known in this service alone. */
export const PersonDetails = z.strictObject({
  givenName: z.string().default(''),
  familyName: z.string().default(''),
  preferredName: z.string().optional(),
  dateOfBirth: CalendarDate,
  nhsNumber: NhsNumber.optional(),
  address: z.string().optional(),
  postcode: Postcode.optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  /** URN of the school. */
  school: z.string().optional(),
  education: Education.optional(),
  /** ODS code of the GP practice. */
  practice: z.string().optional(),
  /** Language by its code of ISO 639. */
  mainLanguage: z.string().optional(),
  interpreterNeeded: z.boolean().optional(),
  /** What the family needs so that they can read, hear and answer: the Accessible Information Standard. */
  accessibleNeeds: z.string().optional(),
  contactPreference: ContactPreference.optional(),
  /** Someone must not learn where the child is: only those named in the policy see it. */
  addressHidden: z.boolean().optional(),
  /** Next of kin, and those who may speak for the child. */
  contacts: z.array(Contact).optional(),
  /** Whether the young person decides for themselves, and so who may be told. */
  gillick: GillickNote.optional(),
});
export type PersonDetails = z.output<typeof PersonDetails>;

/** The name as it stands at the top of a page; null where none is held. */
export function fullName(
  details: Pick<PersonDetails, 'givenName' | 'familyName'> | undefined,
): string | null {
  return details ? `${details.givenName} ${details.familyName}`.trim() || null : null;
}

export const sealedFields = PersonDetails.keyof().options;
export type SealedField = (typeof sealedFields)[number];
const Field = z.enum(sealedFields);

/** What a child's record held until it was changed, sealed as it was; null where nothing was held. */
const Version = z.strictObject({
  /** UTC. */
  until: z.iso.datetime(),
  by: ActorId,
  was: z.partialRecord(Field, z.string().nullable()),
  /** What somebody said with the change: a code, and a note that is sealed. */
  reason: CorrectionReason.optional(),
  note: z.string().optional(),
  /** The referral that stated what was then held. */
  from: ReferralId.optional(),
});

/** What a referral says of a child otherwise than it is held, sealed, until a person takes or leaves it. */
const Otherwise = z.strictObject({
  referralId: ReferralId,
  /** UTC. */
  at: z.iso.datetime(),
  by: z.strictObject({ id: ActorId, roles: z.array(z.string()), organisation: z.string().optional() }),
  said: z.partialRecord(Field, z.string()),
});
export type Otherwise = z.infer<typeof Otherwise>;

/** What the referrals of a child do not say yet of what was corrected. Gone once they do. */
export const PendingCorrection = z.strictObject({
  /** The key of the command that corrected it, who gave it, and when: an instant in UTC. */
  key: z.string(),
  by: z.strictObject({ id: ActorId, roles: z.array(z.string()), organisation: z.string().optional() }),
  at: z.iso.datetime(),
  reason: CorrectionReason,
  /** These are held with each referral alone. */
  gender: StatedGender.optional(),
  ethnicCategory: EthnicCategory.optional(),
});
export type PendingCorrection = z.infer<typeof PendingCorrection>;

/** A child as the database holds it: every detail sealed, found by keyed hashes. */
export const SealedPerson = z.strictObject({
  personId: PersonId,
  sealed: z.partialRecord(Field, z.string()),
  nhsIndex: z.string().optional(),
  /** The record that has the NHS number that is stated here too: the number is kept, and finds and joins nothing. */
  disputes: PersonId.optional(),
  disputedIndex: z.string().optional(),
  /** Oldest first. */
  otherwise: z.array(Otherwise).optional(),
  /** Absent once who it is has been erased. */
  nameIndex: z.string().optional(),
  /** Keyed hashes of the parts of the names. */
  names: z.array(z.string()).optional(),
  /** Keyed hashes of how those parts sound. */
  sounds: z.array(z.string()).optional(),
  /** Keyed hash of the date of birth. */
  born: z.string().optional(),
  /** Keyed hashes of the phone numbers of the child and the contacts; none where it is hidden where the child is. */
  phones: z.array(z.string()).optional(),
  /** By which rules these were made. Absent in records from before there were any others. */
  keys: z.int().optional(),
  /** Oldest first. */
  versions: z.array(Version).optional(),
  untold: PendingCorrection.optional(),
  erasedOn: CalendarDate.optional(),
  /** The record that stays of this child, where a person found two to be of one. */
  mergedInto: PersonId.optional(),
  /** UTC: when anything of it was last written. Absent in records from before this was kept. */
  changedAt: z.string().optional(),
});
export type SealedPerson = z.infer<typeof SealedPerson>;

/** The fields in which two records of a child differ. */
export function changedFields(a: PersonDetails, b: PersonDetails): SealedField[] {
  return sealedFields.filter((field) => textOf(a[field]) !== textOf(b[field]));
}

/** A detail as it is sealed; undefined where there is none. */
export function textOf(value: PersonDetails[SealedField] | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was sealed, as a detail again. Throws where it is not one. */
export function detailsFrom(texts: Readonly<Partial<Record<SealedField, string>>>): PersonDetails {
  const entries = Object.entries(texts) as [SealedField, string][];
  return PersonDetails.parse(
    Object.fromEntries(
      entries.map(([field, text]) => [field, plain.has(field) ? text : (JSON.parse(text) as unknown)]),
    ),
  );
}

/** The details that are text, and are sealed as they are. */
const structured: readonly SealedField[] = ['interpreterNeeded', 'addressHidden', 'contacts', 'gillick'];
const plain: ReadonlySet<SealedField> = new Set(sealedFields.filter((field) => !structured.includes(field)));

/** From each of these it can be learned where a child is. */
export const placeFields = [
  'address',
  'postcode',
  'phone',
  'email',
  'school',
  'practice',
] as const satisfies readonly SealedField[];

/** The details as most may see them: of a child whose address is hidden, nothing that tells where they are. */
export function withoutHiddenPlace(details: PersonDetails): PersonDetails {
  if (!details.addressHidden) return details;
  const { contacts, ...rest } = details;
  const shown = Object.entries(rest).filter(([field]) => !placeFields.some((place) => place === field));
  return {
    ...(Object.fromEntries(shown) as PersonDetails),
    ...(contacts && { contacts: contacts.map(({ phone: _phone, email: _email, ...contact }) => contact) }),
  };
}
