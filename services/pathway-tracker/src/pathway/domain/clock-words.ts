import { dayInWords, daysBetween, type CalendarDate } from '@waymark/care-types';
import { daysOn, limitStatusOn, regimes, type ClockState, type RegimeId } from '@waymark/wait-clocks';

/** What a clock is called where there is little room. */
export const shortTitles = Object.fromEntries(
  Object.values(regimes).map(({ id, shortTitle }) => [id, shortTitle]),
) as Readonly<Record<RegimeId, string>>;

const number = new Intl.NumberFormat('en-GB');

/** A count of days: 1 day, 1,447 days. */
export function daysWords(days: number): string {
  return `${number.format(days)} ${days === 1 ? 'day' : 'days'}`;
}

/** A length in minutes, as people say it. */
export function lengthWords(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean);
  return parts.join(' ') || '0 min';
}

/** How long a clock has run, or ran until it stopped. */
export function ranWords(clock: ClockState, today: CalendarDate): string {
  return clock.time ? lengthWords(clock.time.minutes) : daysWords(daysOn(clock, today));
}

/** By how much a clock is, or was, over its limit; undefined where it is not. */
export function overWords(clock: ClockState, today: CalendarDate): string | undefined {
  if (limitStatusOn(clock, today) !== 'breached') return undefined;
  const { time, limitDays } = clock;
  const minutesOver = time && time.limitMinutes !== null ? time.minutes - time.limitMinutes : 0;
  if (minutesOver > 0) return lengthWords(minutesOver);
  if (time === undefined) return daysWords(daysOn(clock, today) - (limitDays ?? 0));
  return clock.due === null ? undefined : daysWords(daysBetween(clock.due, clock.stop ?? today));
}

/** How a clock stands, as a sentence begins: "Overdue by 32 days", "Stopped at 60 days (32 days over)". */
export function standingWords(clock: ClockState, today: CalendarDate): string {
  const over = overWords(clock, today);
  switch (clock.state) {
    case 'running':
      return over === undefined ? dueWords(clock, today) : `Overdue by ${over}`;
    case 'stopped': {
      const inTime = limitStatusOn(clock, today) === 'within' ? ' (in time)' : '';
      return `Stopped at ${ranWords(clock, today)}${over === undefined ? inTime : ` (${over} over)`}`;
    }
    case 'nullified':
      return 'Deleted';
    case 'ended':
      return `Ended at ${ranWords(clock, today)}`;
  }
}

function dueWords(clock: ClockState, today: CalendarDate): string {
  const { time, due } = clock;
  if (time?.dueAt) return `Due at ${momentWords(time.dueAt)}`;
  if (due === null) return `Running for ${ranWords(clock, today)}`;
  const days = daysBetween(today, due);
  return days === 0 ? 'Due today' : days === 1 ? 'Due tomorrow' : `Due in ${daysWords(days)}`;
}

/** A moment as the clock on the wall showed it: 22:15 on 21 November 2026. */
export function momentWords(moment: string): string {
  const wall = Temporal.Instant.from(moment).toZonedDateTimeISO('Europe/London');
  const time = wall.toPlainTime().toString({ smallestUnit: 'minute' });
  return `${time} on ${dayInWords(wall.toPlainDate().toString())}`;
}
