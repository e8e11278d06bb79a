import { momentAt, type CalendarDate, type Clock, type TimeOfDay } from '@waymark/care-types';

/** What is wrong with the time at which a referral was received, and what is allowed; undefined where nothing is. */
export function receivedTimeFault(
  receivedOn: CalendarDate,
  time: TimeOfDay,
  now: ReturnType<Clock['now']>,
): string | undefined {
  const moment = momentAt(receivedOn, time);
  if (typeof moment !== 'string')
    return moment.fault === 'skipped'
      ? 'The clocks go forward on that day: that time does not exist. Give an hour later or earlier'
      : 'The clocks go back on that day: that time comes twice. Add BST for the first of them, GMT for the second';
  return Temporal.Instant.compare(Temporal.Instant.from(moment), now) > 0
    ? 'The time at which it was received must not be in the future'
    : undefined;
}
