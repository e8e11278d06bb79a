import { codeList, codeOf } from '../code-list.ts';
import { DATA_DICTIONARY, MHSDS } from './dates.ts';

/** Gender as the person, or the family, states it. */
export const statedGender = codeList({
  id: 'stated-gender',
  title: 'Stated gender',
  source: `${DATA_DICTIONARY}, PERSON STATED GENDER CODE`,
  version: MHSDS,
  entries: [
    { code: '1', text: 'Male' },
    { code: '2', text: 'Female' },
    { code: '9', text: 'Neither male nor female', note: 'National wording: indeterminate' },
    { code: 'X', text: 'Not known' },
  ],
});
export const StatedGender = codeOf(statedGender);

/** Ethnic category in the words of the 2001 census, which the national data set still asks for. */
export const ethnicCategory = codeList({
  id: 'ethnic-category',
  title: 'Ethnic category',
  source: `${DATA_DICTIONARY}, ETHNIC CATEGORY`,
  version: 'Census 2001 categories',
  entries: [
    { code: 'A', text: 'White: British' },
    { code: 'B', text: 'White: Irish' },
    { code: 'C', text: 'White: another background' },
    { code: 'D', text: 'Mixed: White and Black Caribbean' },
    { code: 'E', text: 'Mixed: White and Black African' },
    { code: 'F', text: 'Mixed: White and Asian' },
    { code: 'G', text: 'Mixed: another background' },
    { code: 'H', text: 'Asian or Asian British: Indian' },
    { code: 'J', text: 'Asian or Asian British: Pakistani' },
    { code: 'K', text: 'Asian or Asian British: Bangladeshi' },
    { code: 'L', text: 'Asian or Asian British: another background' },
    { code: 'M', text: 'Black or Black British: Caribbean' },
    { code: 'N', text: 'Black or Black British: African' },
    { code: 'P', text: 'Black or Black British: another background' },
    { code: 'R', text: 'Chinese' },
    { code: 'S', text: 'Another ethnic group' },
    { code: 'Z', text: 'Prefers not to say', note: 'National wording: not stated' },
    { code: '99', text: 'Not known' },
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
    { code: 'Y', text: 'Yes' },
    { code: 'N', text: 'No' },
    { code: 'X', text: 'Not known' },
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
    { code: '1', text: 'Never' },
    { code: '2', text: 'In the past' },
    { code: '3', text: 'Now' },
    { code: 'X', text: 'Not known' },
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
    { code: 'Y', text: 'Yes' },
    { code: 'N', text: 'No' },
    { code: 'Z', text: 'Prefers not to say', note: 'National wording: not stated' },
    { code: 'X', text: 'Not known' },
  ],
});
export const YoungCarer = codeOf(youngCarer);
