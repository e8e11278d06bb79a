import { bankHolidays } from './bank-holidays.ts';
import { addDays, daysBetween, plainDate, type CalendarDate } from './calendar.ts';

/** The day so many working days later: weekends and England's bank holidays do not count, nor does the day itself. */
export function workingDaysAfter(day: CalendarDate, workingDays: number): CalendarDate {
  let at = day;
  for (let left = workingDays; left > 0;) {
    at = addDays(at, 1);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

/** How many working days have come since a day, it not counted and the other counted. None where the other is earlier. */
export function workingDaysSince(day: CalendarDate, until: CalendarDate): number {
  const days = daysBetween(day, until);
  if (days <= 0) return 0;
  const first = plainDate(day).dayOfWeek;
  const beyondWeeks = Array.from({ length: days % 7 }, (_, at) => ((first + at) % 7) + 1);
  const weekdays = Math.floor(days / 7) * 5 + beyondWeeks.filter((weekday) => weekday <= 5).length;
  return weekdays - [...bankHolidays].filter((holiday) => holiday > day && holiday <= until).length;
}

function isWorkingDay(day: CalendarDate): boolean {
  return plainDate(day).dayOfWeek <= 5 && !bankHolidays.has(day);
}
