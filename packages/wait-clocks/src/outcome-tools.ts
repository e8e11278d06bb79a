import { codeList, codeOf } from '@waymark/care-types';

/** Outcome tools of the national table for children and young people. Current View describes needs and is no baseline. */
export const outcomeTools = codeList({
  id: 'outcome-tools',
  title: 'Outcome measure',
  source: 'NHS England, CYP waiting times (referral spells), quick guide; Mental Health Monthly Statistics',
  version: 'September 2025',
  entries: [
    { code: 'GBO', text: 'Goal-based outcomes' },
    { code: 'RCADS', text: "Revised Children's Anxiety and Depression Scale" },
    { code: 'SDQ', text: 'Strengths and Difficulties Questionnaire' },
    { code: 'HoNOSCA', text: 'Health of the Nation Outcome Scales, children and adolescents' },
    { code: 'CGAS', text: "Children's Global Assessment Scale" },
    { code: 'ORS', text: 'Outcome Rating Scale' },
    { code: 'CORS', text: 'Child Outcome Rating Scale' },
    { code: 'CORE-10', text: 'CORE-10' },
    { code: 'GAD-7', text: 'GAD-7' },
    { code: 'PHQ-9', text: 'PHQ-9' },
    { code: 'Current View', text: 'Current View', note: 'Never counts as a baseline' },
    { code: 'other', text: 'Another recognised tool' },
  ],
});
export const OutcomeTool = codeOf(outcomeTools);
