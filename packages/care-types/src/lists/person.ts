import { codeList, codeOf } from '../code-list.ts';
import { DATA_DICTIONARY, MHSDS } from './dates.ts';

/** Gender as the person, or the family, states it: the stated gender, and the gender identity of version 5 and later. */
export const statedGender = codeList({
  id: 'stated-gender',
  title: 'Stated gender',
  source: `${DATA_DICTIONARY}, PERSON STATED GENDER CODE; 3, 4 and Z of GENDER IDENTITY CODE`,
  version: MHSDS,
  entries: [
    { code: '1', text: 'Male', also: ['m', 'boy', 'man', 'male (including trans man)'] },
    { code: '2', text: 'Female', also: ['f', 'girl', 'woman', 'female (including trans woman)'] },
    { code: '3', text: 'Non-binary', also: ['nb', 'enby'] },
    { code: '4', text: 'Another gender', also: ['other', 'other (not listed)'] },
    {
      code: '9',
      text: 'Neither male nor female',
      note: 'National wording: indeterminate',
      also: [
        'indeterminate',
        'i',
        'unable to be classified as either male or female',
        'indeterminate (unable to be classified as either male or female)',
      ],
    },
    { code: 'Z', text: 'Prefers not to say', note: 'National wording: not stated', also: ['not stated'] },
    {
      code: 'X',
      text: 'Not known',
      note: '0 in the older list of current gender',
      also: ['0', 'u', 'unknown', 'not recorded'],
    },
  ],
});
export const StatedGender = codeOf(statedGender);

/** Ethnic category in the words of the 2001 census, which the national data set still asks for. */
export const ethnicCategory = codeList({
  id: 'ethnic-category',
  title: 'Ethnic category',
  source: `${DATA_DICTIONARY}, ETHNIC CATEGORY`,
  version: 'Census 2001 categories',
  secondCharacter: 'local',
  entries: [
    {
      code: 'A',
      text: 'White: British',
      also: [
        'british',
        'english',
        'white english',
        'english, welsh, scottish, northern irish or british',
        'white - english, welsh, scottish, northern irish or british',
        'white english, welsh, scottish, northern irish or british',
        'british or mixed british',
      ],
    },
    { code: 'B', text: 'White: Irish', also: ['irish'] },
    {
      code: 'C',
      text: 'White: another background',
      also: [
        'white other',
        'other white',
        'any other white background',
        'white - any other white background',
        'gypsy or irish traveller',
        'gypsy',
        'traveller',
        'roma',
      ],
    },
    {
      code: 'D',
      text: 'Mixed: White and Black Caribbean',
      also: ['white and black caribbean', 'mixed - white and black caribbean'],
    },
    {
      code: 'E',
      text: 'Mixed: White and Black African',
      also: ['white and black african', 'mixed - white and black african'],
    },
    { code: 'F', text: 'Mixed: White and Asian', also: ['white and asian', 'mixed - white and asian'] },
    {
      code: 'G',
      text: 'Mixed: another background',
      also: [
        'any other mixed background',
        'mixed - any other mixed background',
        'other mixed',
        'mixed other',
        'mixed',
      ],
    },
    { code: 'H', text: 'Asian or Asian British: Indian', also: ['indian', 'asian - indian'] },
    { code: 'J', text: 'Asian or Asian British: Pakistani', also: ['pakistani', 'asian - pakistani'] },
    { code: 'K', text: 'Asian or Asian British: Bangladeshi', also: ['bangladeshi', 'asian - bangladeshi'] },
    {
      code: 'L',
      text: 'Asian or Asian British: another background',
      also: [
        'any other asian background',
        'asian or asian british - any other asian background',
        'other asian',
        'asian other',
      ],
    },
    {
      code: 'M',
      text: 'Black or Black British: Caribbean',
      also: ['caribbean', 'black caribbean', 'black - caribbean'],
    },
    {
      code: 'N',
      text: 'Black or Black British: African',
      also: ['african', 'black african', 'black - african'],
    },
    {
      code: 'P',
      text: 'Black or Black British: another background',
      also: [
        'any other black background',
        'black or black british - any other black background',
        'other black',
        'black other',
      ],
    },
    { code: 'R', text: 'Chinese', also: ['other ethnic groups - chinese'] },
    {
      code: 'S',
      text: 'Another ethnic group',
      also: [
        'any other ethnic group',
        'other ethnic group',
        'other ethnic groups - any other ethnic group',
        'other',
        'arab',
      ],
    },
    {
      code: 'Z',
      text: 'Prefers not to say',
      note: 'National wording: not stated',
      also: ['not stated', 'refused', 'declined'],
    },
    { code: '99', text: 'Not known', also: ['unknown', 'not recorded'] },
  ],
});
export const EthnicCategory = codeOf(ethnicCategory);

/** Whether the child is looked after by a council. */
export const lookedAfter = codeList({
  id: 'looked-after',
  title: 'Looked after by a council',
  source: `${DATA_DICTIONARY}, LOOKED AFTER CHILD INDICATOR`,
  version: MHSDS,
  entries: [
    { code: 'Y', text: 'Yes', also: ['yes', 'true', 't', '1', '✓', '✔'] },
    { code: 'N', text: 'No', also: ['no', 'false', 'f', '0', 'none'] },
    { code: 'X', text: 'Not known', also: ['unknown', 'not recorded', 'u', '9'] },
  ],
});
export const LookedAfter = codeOf(lookedAfter);

/** Whether the child has, or had, a child protection plan. */
export const childProtectionPlan = codeList({
  id: 'child-protection-plan',
  title: 'Child protection plan',
  source: `${DATA_DICTIONARY}, CHILD PROTECTION PLAN INDICATION CODE`,
  version: MHSDS,
  entries: [
    { code: '1', text: 'Never', also: ['no', 'n', 'never been subject to a plan'] },
    { code: '2', text: 'In the past', also: ['previously', 'past', 'previous'] },
    { code: '3', text: 'Now', also: ['yes', 'y', 'current', 'currently', 'true'] },
    { code: 'X', text: 'Not known', also: ['unknown', 'not recorded', 'u'] },
  ],
});
export const ChildProtectionPlan = codeOf(childProtectionPlan);

/** Whether the child cares for somebody at home. */
export const youngCarer = codeList({
  id: 'young-carer',
  title: 'Young carer',
  source: `${DATA_DICTIONARY}, YOUNG CARER INDICATOR`,
  version: MHSDS,
  entries: [
    { code: 'Y', text: 'Yes', also: ['yes', 'true', 't', '1', '✓', '✔'] },
    { code: 'N', text: 'No', also: ['no', 'false', 'f', '0', 'none'] },
    { code: 'Z', text: 'Prefers not to say', note: 'National wording: not stated' },
    { code: 'X', text: 'Not known', also: ['unknown', 'not recorded', 'u', '9'] },
  ],
});
export const YoungCarer = codeOf(youngCarer);
