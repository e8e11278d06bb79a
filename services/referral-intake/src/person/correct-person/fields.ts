import {
  correctionReason,
  ethnicCategory,
  languageName,
  languages,
  statedGender,
  type CodeList,
} from '@waymark/care-types';
import { choices } from '@waymark/web';
import { contactPreferences } from '../domain/contact.ts';
import { educations } from '../domain/education.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { labelsOf } from '../../shared/lists.ts';
import type { PersonField, SeenPerson } from '../step/step.ts';
import { noteField } from '../../shared/form-fields.ts';

/** The details of a child as a form holds them, to be corrected. */
export function correctFields(
  { details, seesPlace }: SeenPerson,
  organisations: Organisations,
): PersonField[] {
  const named = (code: string | undefined) => (code === undefined ? undefined : organisations.inWords(code));
  const { schools, practices } = labelsOf(organisations);
  const text = (name: string, label: string, value: string | undefined, more: Partial<PersonField> = {}) =>
    ({ kind: 'text', name, label, optional: true, ...(value && { value }), ...more }) as const;
  return [
    text('givenName', 'Given name', details.givenName, { optional: false }),
    text('familyName', 'Family name', details.familyName, {
      optional: false,
      hint: 'Of a child who has one name only, leave one of the two empty.',
    }),
    text('preferredName', 'Preferred name', details.preferredName),
    { kind: 'date', name: 'dateOfBirth', label: 'Date of birth', value: details.dateOfBirth },
    text('nhsNumber', 'NHS number', details.nhsNumber, {
      hint: '10 digits. Leave it empty where it is not known.',
      width: 10,
    }),
    ofReferrals('gender', 'Gender, as stated', statedGender),
    ofReferrals('ethnicCategory', 'Ethnic category', ethnicCategory),
    ...(seesPlace
      ? [
          text('address', 'Address', details.address, { group: 'Where the child is' }),
          text('postcode', 'Postcode', details.postcode, { width: 10 }),
          text('phone', 'Phone of a parent or carer', details.phone, { type: 'tel', width: 20 }),
          text('email', 'Email of a parent or carer', details.email, { type: 'email' }),
          text('practice', 'GP practice', named(details.practice), {
            hint: 'Type part of the name and choose, or its code.',
            attributes: { list: 'practices' },
            choices: practices,
          }),
          text('school', 'School or college', named(details.school), {
            hint: 'Type part of the name and choose, or its number (URN).',
            attributes: { list: 'schools' },
            choices: schools,
          }),
          learning(details),
        ]
      : []),
    text('mainLanguage', 'Main language', languageName(details.mainLanguage ?? '') ?? details.mainLanguage, {
      group: 'How to speak with the family',
      attributes: { list: 'languages' },
      choices: languages.map(({ text: name }) => name),
    }),
    {
      kind: 'select',
      name: 'interpreterNeeded',
      label: 'Interpreter',
      empty: 'Not known',
      items: [
        { value: 'true', text: 'Needed' },
        { value: 'false', text: 'Not needed' },
      ],
      ...(details.interpreterNeeded !== undefined && { value: String(details.interpreterNeeded) }),
    },
    {
      kind: 'select',
      name: 'contactPreference',
      label: 'How the family asks to be reached',
      empty: 'Not known',
      items: choices(contactPreferences),
      ...(details.contactPreference && { value: details.contactPreference }),
    },
    text('accessibleNeeds', 'What the family needs to read, hear and answer', details.accessibleNeeds),
    {
      kind: 'radio',
      name: 'reason',
      label: 'Why it was wrong',
      items: choices(correctionReason.entries),
      group: 'Why',
    },
    noteField('How it is known', { optional: true, hint: 'Only those who care for the child can read it.' }),
  ];
}

function learning({ education }: SeenPerson['details']): PersonField {
  return {
    ...{ kind: 'select', name: 'education', label: 'Where the child learns' },
    ...{ empty: 'As the school says, or not known', items: choices(educations) },
    ...(education && education !== 'school' && { value: education }),
  };
}

/** What is held with each referral: nothing chosen leaves it as it is. */
function ofReferrals(name: string, label: string, list: CodeList): PersonField {
  return {
    ...{ kind: 'select', name, label, empty: 'As it is', items: choices(list.entries) },
    hint: 'Choose only if it is wrong: it is then mended in every open referral of the child.',
  };
}
