import { addDays, plainDate, type CalendarDate } from '@waymark/care-types';
import { bankHolidays } from './bank-holidays.ts';

/** The day so many working days later: weekends and England's bank holidays do not count, nor does the day itself. */
export function workingDaysAfter(day: CalendarDate, workingDays: number): CalendarDate {
  let at = day;
  for (let left = workingDays; left > 0;) {
    at = addDays(at, 1);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

function isWorkingDay(day: CalendarDate): boolean {
  return plainDate(day).dayOfWeek <= 5 && !bankHolidays.has(day);
}
