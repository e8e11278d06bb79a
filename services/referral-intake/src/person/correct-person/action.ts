import { CorrectionReason, EthnicCategory, StatedGender, todayInLondon } from '@waymark/care-types';
import type { z } from 'zod';
import { educationFault } from '../domain/education.ts';
import { birthFault } from '../../referral/domain/child-fields.ts';
import { meant, type OrganisationKind, type Organisations } from '../../shared/domain/organisations.ts';
import type { PersonDetails } from '../domain/person.ts';
import { pickWords, type FieldFault } from '../../referral/admit/to-new-referral.ts';
import { LogReferral } from '../../referral/admit/body.ts';
import { personParams, personStep, seenPerson } from '../step/step.ts';
import { note } from '../../shared/note.ts';
import { correctPerson as decide, ofThePlace } from './decide.ts';
import { correctFields } from './fields.ts';

/** The details as they are right, whole: what is left out is not known. */
const Corrected = LogReferral.shape.child
  .omit({ gender: true, ethnicCategory: true, contacts: true, addressHidden: true })
  .extend({
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
  follows: ({ seesPlace }) =>
    `Change only what is wrong; what it was is kept. Every open referral of the child then tells the right date of birth and district.${seesPlace ? '' : ' Where this child is, is hidden, and stays as it is.'}`,
  fields: (person, _params, { organisations }) => correctFields(person, organisations),
  faults: async ({ body, params: { personId }, may, clock }, parts) => {
    const person = await seenPerson(personId, { may }, parts);
    const receivedOn = [];
    for await (const { state } of parts.referrals.each({ 'state.referral.personId': personId }))
      receivedOn.push(state.referral.receivedOn);
    const born = birthFault(body.dateOfBirth, { today: todayInLondon(clock), receivedOn });
    const school = educationFault(body.education, body.school);
    return [
      ...(born ? [{ field: 'dateOfBirth', says: born }] : []),
      ...(school ? [{ field: 'education', says: school }] : []),
      ...detailsOf(body, parts.organisations).faults,
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
    decide(held, detailsOf(body, organisations).details, {
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
): { details: PersonDetails; faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const pick = (field: 'school' | 'practice', kind: OrganisationKind) => {
    const said = body[field];
    const found = said === undefined ? undefined : meant(organisations, said, kind);
    if (said !== undefined && !found) faults.push({ field, says: pickWords[kind] });
    return found?.code;
  };
  const [school, practice] = [pick('school', 'school'), pick('practice', 'practice')];
  const education = school === undefined ? body.education : 'school';
  return { details: { ...body, school, practice, education }, faults };
}
