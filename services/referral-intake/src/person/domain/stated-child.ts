import {
  CalendarDate,
  EthnicCategory,
  formatNhsNumber,
  isNeverIssued,
  NhsNumber,
  StatedGender,
  StatedPostcode,
  wholePostcode,
} from '@waymark/care-types';
import { z } from 'zod';
import type { FieldFault } from '../../shared/domain/field-fault.ts';
import { Picked, pickOrganisation, type Organisations } from '../../shared/domain/organisations.ts';
import { Email, line, personName, Phone } from '../../shared/domain/text.ts';
import { StatedPerson } from './contact.ts';
import { educationFault } from './education.ts';
import type { PersonDetails } from './person.ts';

/** A child as a form and a program state them. */
export const StatedChild = z.strictObject({
  /** Of a child who has one name alone, the other is left out. */
  givenName: personName('The given name').optional(),
  familyName: personName('The family name').optional(),
  dateOfBirth: CalendarDate,
  nhsNumber: NhsNumber.optional(),
  gender: StatedGender.default('X'),
  ethnicCategory: EthnicCategory.default('99'),
  address: line('The address', 200).optional(),
  /** Whole, or what there is in its place, which is kept with the address: a BFPO number, the first half. */
  postcode: StatedPostcode.optional(),
  phone: Phone.optional(),
  email: Email.optional(),
  ...StatedPerson.shape,
  /** ODS code of the GP practice. */
  practice: Picked.optional(),
  /** URN of the school; nothing for a child who is taught at home or is not at school. */
  school: Picked.optional(),
});
export type StatedChild = z.output<typeof StatedChild>;

type Placed = Pick<PersonDetails, 'address' | 'postcode'>;

/** The address and the whole postcode that are stated. What is no whole postcode is kept at the end of the address. */
export function placeOf({ address, postcode }: Pick<StatedChild, 'address' | 'postcode'>): Placed {
  const whole = postcode && wholePostcode(postcode);
  const ending = whole === undefined && postcode !== undefined ? postcode : undefined;
  const said = [address, ending].filter(Boolean).join(', ');
  return { ...(said !== '' && { address: said }), ...(whole && { postcode: whole }) };
}

/** Why a number is not known, where it is one that nobody has; undefined for any other. */
export function numberOfNobody(number: NhsNumber | undefined): string | undefined {
  if (number === undefined || !isNeverIssued(number)) return undefined;
  return `The NHS number ${formatNhsNumber(number)} was never given to anybody, so that the number of this child is not known`;
}

/** The names as they are held: of one name alone, the other is empty. */
export function namesOf({ givenName = '', familyName = '' }: Pick<StatedChild, 'givenName' | 'familyName'>) {
  return { givenName, familyName };
}

/** What is wrong with the names of a child: there is none. One alone is enough. */
export function nameFault(
  { givenName, familyName }: Pick<StatedChild, 'givenName' | 'familyName'>,
  at = '',
): FieldFault[] {
  return givenName === undefined && familyName === undefined
    ? [{ field: `${at}givenName`, says: nameNeeded }]
    : [];
}

const nameNeeded = 'Enter the given name and the family name, or the one name that there is';

/**
 * The child that is stated, with the school and the practice found in the lists, and what could not be found. What is set
 * aside is not held, and is told to who stated it.
 */
export function childOf(
  stated: StatedChild,
  organisations: Organisations,
): {
  child: PersonDetails & Pick<StatedChild, 'gender' | 'ethnicCategory'>;
  faults: FieldFault[];
  setAside: FieldFault[];
} {
  const { address: _address, postcode: _postcode, nhsNumber, ...rest } = stated;
  const notAtSchool = educationFault(stated.education, stated.school);
  const school = pickOrganisation('child.school', stated.school, organisations, 'school');
  const practice = pickOrganisation('child.practice', stated.practice, organisations, 'practice');
  const education = school.code === undefined ? stated.education : 'school';
  const nobodys = numberOfNobody(nhsNumber);
  return {
    child: {
      ...rest,
      ...namesOf(stated),
      ...placeOf(stated),
      ...(nobodys === undefined && nhsNumber !== undefined && { nhsNumber }),
      practice: practice.code,
      school: school.code,
      education,
    },
    faults: [
      ...nameFault(stated, 'child.'),
      ...(notAtSchool ? [{ field: 'child.education', says: notAtSchool }] : []),
      ...school.faults,
      ...practice.faults,
    ],
    setAside: nobodys === undefined ? [] : [{ field: 'child.nhsNumber', says: nobodys }],
  };
}
