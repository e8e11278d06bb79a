import { dayInWords, formatNhsNumber, languageName } from '@waymark/care-types';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { contactPreferences, relations } from '../domain/contact.ts';
import { educations } from '../domain/education.ts';
import type { PersonDetails, SealedField } from '../domain/person.ts';

/** What each detail of a child is called. */
export const fieldWords: Readonly<Record<SealedField, string>> = {
  givenName: 'Given name',
  familyName: 'Family name',
  preferredName: 'Preferred name',
  dateOfBirth: 'Date of birth',
  nhsNumber: 'NHS number',
  address: 'Address',
  postcode: 'Postcode',
  phone: 'Phone',
  email: 'Email',
  school: 'School or college',
  education: 'Where the child learns',
  practice: 'GP practice',
  mainLanguage: 'Main language',
  interpreterNeeded: 'Interpreter',
  accessibleNeeds: 'What the family needs to read, hear and answer',
  contactPreference: 'How the family asks to be reached',
  addressHidden: 'Whether it is hidden where the child is',
  contacts: 'Who else there is',
  gillick: 'Who decides',
};

/** A detail as people read it. */
export function valueWords(
  field: SealedField,
  details: Partial<PersonDetails>,
  organisations: Organisations,
): string {
  const { dateOfBirth, nhsNumber, mainLanguage, contactPreference, education, contacts, gillick } = details;
  if (field === 'dateOfBirth' && dateOfBirth) return dayInWords(dateOfBirth);
  if (field === 'nhsNumber' && nhsNumber) return formatNhsNumber(nhsNumber);
  if (field === 'mainLanguage' && mainLanguage) return languageName(mainLanguage) ?? mainLanguage;
  if (field === 'contactPreference' && contactPreference) return contactPreferences[contactPreference];
  if (field === 'education' && education) return educations[education];
  if (field === 'contacts')
    return (contacts ?? []).map(({ name, relation }) => `${name} (${relations[relation]})`).join('; ');
  if (field === 'gillick') return gillick ? gillick.note : '';
  const value = details[field];
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if ((field === 'school' || field === 'practice') && typeof value === 'string')
    return organisations.inWords(value);
  return typeof value === 'string' ? value : '';
}
