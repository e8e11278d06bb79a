import { decide, refuse } from '@waymark/decisions';
import { ReferralId } from '@waymark/events';
import { z } from 'zod';
import type { SaidOtherwise } from '../adapters/sealed-person.ts';
import { placeFields, sealedFields, type PersonDetails, type SealedField } from '../domain/person.ts';
import { personParams, personStep, seenPerson, type PersonField, type SeenPerson } from '../step/step.ts';
import { fieldWords, valueWords } from '../view-person/value-words.ts';

const Field = z.enum(sealedFields);
const choice = 'Choose which of the two is right';

/** The fields in which a referral says otherwise, as far as this person may see them. */
export function fieldsSaid({ otherwise, seesPlace }: SeenPerson, referralId: ReferralId): SealedField[] {
  const entry = otherwise.find((each) => each.referralId === referralId);
  return entry ? visibleFields(entry, seesPlace) : [];
}

/** Of what a referral says otherwise, what does not tell where a child is whose address is hidden. */
export function visibleFields({ said }: SaidOtherwise, seesPlace: boolean): SealedField[] {
  return (Object.keys(said) as SealedField[]).filter(
    (field) => seesPlace || !placeFields.some((place) => place === field),
  );
}

export const { form: settleStatementForm, act: settleStatement } = personStep({
  id: 'settle-statement',
  title: 'A referral says otherwise',
  summary: 'Take or leave, field by field, what a referral says otherwise than it is held of a child',
  path: '/otherwise/:referralId',
  permission: 'person:change',
  params: personParams.extend({ referralId: ReferralId }),
  body: z.strictObject({ decide: z.partialRecord(Field, z.enum(['take', 'leave'], { error: choice })) }),
  submit: 'Save what is right',
  says: 'The record says it as you decided.',
  follows: () =>
    'Look at each detail beside what is held. What you take replaces it, and what it was is kept with the record.',
  fields: (person, { referralId }, { organisations }) => {
    const entry = person.otherwise.find((each) => each.referralId === referralId);
    if (!entry) return undefined;
    return fieldsSaid(person, referralId).map((field): PersonField => ({
      kind: 'radio',
      name: `decide.${field}`,
      label: fieldWords[field],
      items: [
        { value: 'leave', text: `Keep: ${valueWords(field, person.details, organisations) || 'nothing'}` },
        { value: 'take', text: `Take: ${valueWords(field, entry.said, organisations)}` },
      ],
    }));
  },
  faults: async ({ body, params: { personId, referralId }, may }, parts) => {
    const person = await seenPerson(personId, { may }, parts);
    return (person ? fieldsSaid(person, referralId) : [])
      .filter((field) => body.decide[field] === undefined)
      .map((field) => ({ field: `decide.${field}`, says: choice }));
  },
  decide: (details, { body, params }, _organisations, otherwise) => {
    const entry = otherwise.find(({ referralId }) => referralId === params.referralId);
    if (!entry) return refuse('nothing-said');
    const taken = Object.entries(body.decide).flatMap(([field, what]) =>
      what === 'take' && entry.said[field as SealedField] !== undefined
        ? [[field, entry.said[field as SealedField]] as const]
        : [],
    );
    return decide(withTaken(details, Object.fromEntries(taken)));
  },
  said: ({ decide: fields }, { referralId }) => ({
    settles: { referralId, fields: Object.keys(fields) as SealedField[] },
    from: referralId,
    ...(Object.values(fields).includes('take') && { untold: { reason: 'learned-later' as const } }),
  }),
  numberAt: 'decide.nhsNumber',
  refusals: {
    'nothing-said': () => 'Somebody has decided about this already. Look at the record as it is now.',
  },
});

/** A school that is taken ends that the child is at none, and the other way round. */
function withTaken(details: PersonDetails, taken: Partial<PersonDetails>): PersonDetails {
  const { school: _school, education: _education, ...rest } = details;
  const learns = taken.school !== undefined || taken.education !== undefined;
  return { ...(learns ? rest : details), ...taken };
}
