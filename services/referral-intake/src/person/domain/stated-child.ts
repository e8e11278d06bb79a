import { CalendarDate, EthnicCategory, NhsNumber, Postcode, StatedGender } from '@waymark/care-types';
import { z } from 'zod';
import type { FieldFault } from '../../shared/domain/field-fault.ts';
import { Picked, pickOrganisation, type Organisations } from '../../shared/domain/organisations.ts';
import { Email, line, personName, Phone } from '../../shared/domain/text.ts';
import { StatedPerson } from './contact.ts';
import { educationFault } from './education.ts';
import type { PersonDetails } from './person.ts';

/** A child as a form and a program state them. */
export const StatedChild = z.strictObject({
  givenName: personName('The given name'),
  familyName: personName('The family name'),
  dateOfBirth: CalendarDate,
  nhsNumber: NhsNumber.optional(),
  gender: StatedGender.default('X'),
  ethnicCategory: EthnicCategory.default('99'),
  address: line('The address', 200).optional(),
  postcode: Postcode.optional(),
  phone: Phone.optional(),
  email: Email.optional(),
  ...StatedPerson.shape,
  /** ODS code of the GP practice. */
  practice: Picked.optional(),
  /** URN of the school; nothing for a child who is taught at home or is not at school. */
  school: Picked.optional(),
});
export type StatedChild = z.output<typeof StatedChild>;

/** The child that is stated, with the school and the practice found in the lists, and what could not be found. */
export function childOf(
  stated: StatedChild,
  organisations: Organisations,
): { child: PersonDetails & Pick<StatedChild, 'gender' | 'ethnicCategory'>; faults: FieldFault[] } {
  const notAtSchool = educationFault(stated.education, stated.school);
  const school = pickOrganisation('child.school', stated.school, organisations, 'school');
  const practice = pickOrganisation('child.practice', stated.practice, organisations, 'practice');
  const education = school.code === undefined ? stated.education : 'school';
  return {
    child: { ...stated, practice: practice.code, school: school.code, education },
    faults: [
      ...(notAtSchool ? [{ field: 'child.education', says: notAtSchool }] : []),
      ...school.faults,
      ...practice.faults,
    ],
  };
}
