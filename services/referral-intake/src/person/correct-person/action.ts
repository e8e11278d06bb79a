import { CorrectionReason, EthnicCategory, StatedGender, todayInLondon } from '@waymark/care-types';
import type { z } from 'zod';
import { educationFault } from '../domain/education.ts';
import { birthFault } from '../domain/birth.ts';
import { pickOrganisation, type Organisations } from '../../shared/domain/organisations.ts';
import type { PersonDetails } from '../domain/person.ts';
import { type FieldFault } from '../../shared/domain/field-fault.ts';
import { nameFault, namesOf, numberOfNobody, placeOf, StatedChild } from '../domain/stated-child.ts';
import { personParams, personStep, seenPerson } from '../step/step.ts';
import { note } from '../../shared/note.ts';
import { correctPerson as decide, ofThePlace } from './decide.ts';
import { correctFields } from './fields.ts';

/** The details as they are right, whole: what is left out is not known. */
const Corrected = StatedChild.omit({
  gender: true,
  ethnicCategory: true,
  contacts: true,
  addressHidden: true,
}).extend({
  /** Held with each referral: left out, they stay as they are. */
  gender: StatedGender.optional(),
  ethnicCategory: EthnicCategory.optional(),
  reason: CorrectionReason,
  note: note('The note').optional(),
});
type Corrected = z.output<typeof Corrected>;

export const { form: correctPersonForm, act: correctPerson } = personStep({
  id: 'correct-person',
  title: 'Correct the details',
  summary: 'Replace what was recorded wrongly of a child; what it was is kept, and open referrals tell it',
  path: '/correct',
  permission: 'person:change',
  params: personParams,
  body: Corrected,
  submit: 'Replace what was wrong',
  says: 'Details corrected.',
  follows: ({ seesPlace }) =>
    `Change only what is wrong; what it was is kept. Every open referral of the child then tells the right date of birth and district.${seesPlace ? '' : ' Where this child is, is hidden, and stays as it is.'}`,
  fields: (person, _params, { organisations }) => correctFields(person, organisations),
  faults: async ({ body, params: { personId }, may, clock }, parts) => {
    const person = await seenPerson(personId, { may }, parts);
    const receivedOn = await parts.childReferrals.receivedOn(personId);
    const born = birthFault(body.dateOfBirth, { today: todayInLondon(clock), receivedOn });
    const school = educationFault(body.education, body.school);
    return [
      ...(born ? [{ field: 'dateOfBirth', says: born }] : []),
      ...(school ? [{ field: 'education', says: school }] : []),
      ...detailsOf(body, parts.organisations, person?.details).faults,
      ...(person?.seesPlace === false
        ? ofThePlace
            .filter((field) => body[field] !== undefined)
            .map((field) => ({
              field,
              says: 'Where this child is, is hidden. Only those who may see it can change it',
            }))
        : []),
    ];
  },
  decide: (held, { body, may }, organisations) =>
    decide(held, detailsOf(body, organisations, held).details, {
      seesPlace: may('identity:hidden-address'),
      toTell: body.gender !== undefined || body.ethnicCategory !== undefined,
    }),
  said: ({ reason, note: said, gender, ethnicCategory }) => ({
    ...{ reason, note: said },
    untold: { reason, ...(gender && { gender }), ...(ethnicCategory && { ethnicCategory }) },
  }),
  numberAt: 'nhsNumber',
});

/** The details of a body, with the school and the practice found in the lists, and which could not be found. */
function detailsOf(
  { reason: _why, note: _said, gender: _gender, ethnicCategory: _category, ...body }: Corrected,
  organisations: Organisations,
  held: PersonDetails | undefined,
): { details: PersonDetails; faults: FieldFault[] } {
  const { address: _address, postcode: _postcode, ...rest } = body;
  const nobodys = numberOfNobody(body.nhsNumber);
  const school = pickOrganisation('school', body.school, organisations, 'school', held?.school);
  const practice = pickOrganisation('practice', body.practice, organisations, 'practice', held?.practice);
  const education = school.code === undefined ? body.education : 'school';
  return {
    details: {
      ...rest,
      ...namesOf(body),
      ...placeOf(body),
      school: school.code,
      practice: practice.code,
      education,
    },
    faults: [
      ...nameFault(body),
      ...(nobodys ? [{ field: 'nhsNumber', says: `${nobodys}. Leave it empty` }] : []),
      ...school.faults,
      ...practice.faults,
    ],
  };
}
