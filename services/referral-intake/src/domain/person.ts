import type { CalendarDate, NhsNumber, Postcode } from '@waymark/care-types';
import { PersonId } from '@waymark/events';
import { z } from 'zod';

/** Who a child is. It is known in this service alone. */
export type PersonDetails = {
  givenName: string;
  familyName: string;
  dateOfBirth: CalendarDate;
  nhsNumber?: NhsNumber | undefined;
  address?: string | undefined;
  postcode?: Postcode | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  /** URN of the school. */
  school?: string | undefined;
  /** ODS code of the GP practice. */
  practice?: string | undefined;
};

export const sealedFields = [
  'givenName',
  'familyName',
  'dateOfBirth',
  'nhsNumber',
  'address',
  'postcode',
  'phone',
  'email',
  'school',
  'practice',
] as const satisfies readonly (keyof PersonDetails)[];
export type SealedField = (typeof sealedFields)[number];

/** A child as the database holds it: every detail sealed, found by keyed hashes. */
export const SealedPerson = z.strictObject({
  personId: PersonId,
  sealed: z.partialRecord(z.enum(sealedFields), z.string()),
  nhsIndex: z.string().optional(),
  nameIndex: z.string(),
});
export type SealedPerson = z.infer<typeof SealedPerson>;

/**
 * Two records of one child as one. What a person has just stated replaces what was held; what comes from an older file
 * only fills what is missing. A number that is held is never lost.
 */
export function together(
  held: PersonDetails,
  given: PersonDetails,
  which: 'given first' | 'held first',
): PersonDetails {
  const [first, second] = which === 'given first' ? [given, held] : [held, given];
  const known = Object.entries(first).filter(([, value]) => value !== undefined && value !== '');
  return { ...second, ...(Object.fromEntries(known) as PersonDetails) };
}

/** Whether nothing differs between two records of a child. */
export function sameDetails(a: PersonDetails, b: PersonDetails): boolean {
  return sealedFields.every((field) => a[field] === b[field]);
}
