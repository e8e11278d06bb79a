import { codeList } from '../code-list.ts';
import { MONTHLY_STATISTICS } from './dates.ts';

/** SNOMED CT procedures that are treatment of an eating disorder, with the first and last day on which the national table counts each. */
export const eatingDisorderTreatments = codeList({
  id: 'eating-disorder-treatments',
  title: 'Treatment of an eating disorder (SNOMED CT)',
  source: `${MONTHLY_STATISTICS}: valid codes of CYP_ED_WaitingTimes by month, and the names of its interventions`,
  version: 'September 2025',
  entries: [
    { code: '51484002', text: 'Family therapy' },
    { code: '443730003', text: 'Interpersonal psychotherapy' },
    { code: '444175001', text: 'Guided self-help cognitive behavioural therapy' },
    {
      code: '1323681000000103',
      text: 'Eating-disorder-focused focal psychodynamic therapy',
      from: '2023-04-01',
    },
    {
      code: '1362001000000104',
      text: 'Group cognitive behavioural therapy for eating disorder',
      from: '2023-04-01',
    },
    {
      code: '1833251000000107',
      text: 'Adolescent-focused psychotherapy for anorexia nervosa',
      from: '2025-04-01',
    },
    { code: '1833011000000101', text: 'Guided self-help for bulimia nervosa', from: '2025-04-01' },
    { code: '718023002', text: 'Focal psychodynamic therapy', until: '2024-03-31' },
    { code: '984421000000104', text: 'Focal psychodynamic therapy (older code)', until: '2024-03-31' },
    {
      code: '1111811000000109',
      text: 'Cognitive behavioural therapy for eating disorders',
      until: '2025-03-31',
    },
    { code: '301781000000101', text: 'Shared care', from: '2023-04-01', until: '2025-03-31' },
  ],
});
