import { codeList, codeOf } from '../code-list.ts';
import type { CodeIn } from '../code-list.ts';
import { DATA_DICTIONARY, MHSDS, V5 } from './dates.ts';

/** How soon a response is needed, as the clinician says. It stands in order of severity, which is not the order of the codes. */
export const clinicalPriority = codeList({
  id: 'clinical-priority',
  title: 'Clinical response priority',
  source: `${DATA_DICTIONARY}, CLINICAL RESPONSE PRIORITY TYPE`,
  version: MHSDS,
  entries: [
    { code: '1', text: 'Emergency', also: ['emergency', 'immediate'] },
    { code: '4', text: 'Very urgent', from: V5, also: ['very urgent'] },
    {
      code: '2',
      text: 'Urgent',
      note: 'National wording: urgent or serious',
      also: ['urgent or serious', 'urgent/serious', 'serious'],
    },
    { code: '3', text: 'Routine', also: ['normal', 'standard', 'non-urgent', 'not urgent'] },
  ],
});
export const ClinicalPriority = codeOf(clinicalPriority);

/** 0 for the most severe; sort on this, never on the code. */
export function severityRank(code: CodeIn<typeof clinicalPriority>): number {
  return clinicalPriority.entries.findIndex((entry) => entry.code === code);
}
