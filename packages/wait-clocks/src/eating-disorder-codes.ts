import { calendarDate, eatingDisorderTreatments, validOn, type CalendarDate } from '@waymark/care-types';

/** Whether any of the codes was treatment of an eating disorder on the day. */
export function treatsEatingDisorder(codes: readonly string[] | undefined, on: CalendarDate): boolean {
  return codes?.some((code) => validOn(eatingDisorderTreatments, code, on)) ?? false;
}

/** A contact by mechanism 03 counted as face to face until then. */
export const lastDayOfMechanism03 = calendarDate('2021-09-30');
