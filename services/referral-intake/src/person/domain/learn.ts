import type { ReferralId } from '@waymark/events';
import { isPlaceholder } from './names/alike.ts';
import { placeFields, sealedFields, textOf, type PersonDetails, type SealedField } from './person.ts';

/**
 * How far a statement reaches into a record. Direct care that has seen the record beside what it states replaces what
 * is held; everybody else fills what is missing.
 */
export type Authority = 'replaces' | 'fills';

/** What a record holds once a statement is taken in, and in which fields the statement says otherwise. */
export type Learned = { details: PersonDetails; filled: SealedField[]; otherwise: SealedField[] };

/** Where a child learns is said by either of these. */
const learning: readonly SealedField[] = ['school', 'education'];

/**
 * Take in what a referral says of a child who is known. Nothing that is held gives way to somebody who has not seen it:
 * what differs is listed for a person to decide. A hidden address stays hidden, and anybody may ask to hide one.
 */
export function learn(held: PersonDetails, stated: Partial<PersonDetails>, authority: Authority): Learned {
  const learned: Learned = { details: { ...held }, filled: [], otherwise: [] };
  const knowsLearning = learning.some((field) => textOf(held[field]) !== undefined);
  for (const field of sealedFields) {
    const said = textOf(stated[field]);
    if (said === undefined || said === textOf(held[field]) || field === 'addressHidden') continue;
    if (field === 'education' && stated.education === 'school' && held.school !== undefined) continue;
    const missing = learning.includes(field) ? !knowsLearning : isMissing(held, field);
    if (missing) learned.filled.push(field);
    else if (authority === 'replaces' && !isKept(held, field)) learned.filled.push(field);
    else learned.otherwise.push(field);
  }
  if (authority === 'replaces' && learned.filled.some((field) => learning.includes(field))) {
    delete learned.details.school;
    delete learned.details.education;
    for (const field of learning)
      if (textOf(stated[field]) !== undefined && !learned.filled.includes(field)) learned.filled.push(field);
  }
  Object.assign(learned.details, Object.fromEntries(learned.filled.map((field) => [field, stated[field]])));
  if (stated.addressHidden === true && held.addressHidden !== true) {
    learned.details.addressHidden = true;
    learned.filled.push('addressHidden');
  }
  return learned;
}

/** What nobody replaces by the way: what a clinician noted of who decides, and where a child is whose address is hidden. */
function isKept({ addressHidden }: PersonDetails, field: SealedField): boolean {
  return field === 'gillick' || (addressHidden === true && placeFields.some((place) => place === field));
}

function isMissing(held: PersonDetails, field: SealedField): boolean {
  if (field === 'givenName' && held.givenName !== '') return isPlaceholder(held.givenName);
  return textOf(held[field]) === undefined;
}

/** What a record held before the fields in which a referral was taken in, newest first. */
type Before = { from?: ReferralId | undefined; fields: readonly SealedField[]; was: Partial<PersonDetails> };

/** The record without what a referral stated: a field that still holds it holds again what it held before. */
export function unlearned(
  held: PersonDetails,
  stated: PersonDetails,
  versions: readonly Before[],
  referralId: ReferralId,
): PersonDetails {
  const own = versions.filter(({ from }) => from === referralId);
  const back = own.flatMap(({ fields, was }) =>
    fields
      .filter((field) => field !== 'addressHidden' && textOf(held[field]) === textOf(stated[field]))
      .map((field) => [field, was[field]] as const),
  );
  const next = { ...held, ...Object.fromEntries(back) };
  return {
    ...next,
    givenName: next.givenName ?? '',
    familyName: next.familyName ?? '',
    dateOfBirth: next.dateOfBirth ?? held.dateOfBirth,
  };
}
