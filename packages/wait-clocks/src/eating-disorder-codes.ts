import { calendarDate, codeList, validOn, type CalendarDate } from '@waymark/care-types';

/** SNOMED CT procedures that are treatment of an eating disorder, with the days on which the national table ends them. */
export const eatingDisorderTreatments = codeList({
  id: 'eating-disorder-treatments',
  title: 'Treatment of an eating disorder (SNOMED CT)',
  source: 'NHS England Mental Health Monthly Statistics, eating disorder waiting times',
  version: 'September 2025',
  entries: [
    { code: '51484002', text: 'Treatment of an eating disorder' },
    { code: '443730003', text: 'Treatment of an eating disorder' },
    { code: '444175001', text: 'Treatment of an eating disorder' },
    { code: '1323681000000103', text: 'Treatment of an eating disorder' },
    { code: '1362001000000104', text: 'Treatment of an eating disorder' },
    { code: '1833251000000107', text: 'Treatment of an eating disorder' },
    { code: '1833011000000101', text: 'Treatment of an eating disorder' },
    { code: '718023002', text: 'Treatment of an eating disorder', until: '2024-03-31' },
    { code: '984421000000104', text: 'Treatment of an eating disorder', until: '2024-03-31' },
    { code: '1111811000000109', text: 'Treatment of an eating disorder', until: '2025-03-31' },
    { code: '301781000000101', text: 'Treatment of an eating disorder', until: '2025-03-31' },
  ],
});

/** Whether any of the codes was such a treatment on the day. */
export function treatsEatingDisorder(codes: readonly string[] | undefined, on: CalendarDate): boolean {
  return codes?.some((code) => validOn(eatingDisorderTreatments, code, on)) ?? false;
}

/** A contact by mechanism 03 counted as face to face until then. */
export const lastDayOfMechanism03 = calendarDate('2021-09-30');
