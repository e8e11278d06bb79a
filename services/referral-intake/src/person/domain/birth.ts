import { ageOn, type CalendarDate } from '@waymark/care-types';

/** The oldest age in whole years at which a referral is taken. Waymark serves children and young people from 0 to 25. */
export const oldest = 25;

/** What is wrong with a date of birth, seen with today and the days on which the child's referrals were received. */
export function birthFault(
  dateOfBirth: CalendarDate,
  { today, receivedOn }: { today: CalendarDate; receivedOn: readonly CalendarDate[] },
): string | undefined {
  if (dateOfBirth > today) return 'The date of birth must not be in the future';
  if (receivedOn.some((day) => dateOfBirth > day))
    return 'The date of birth must not be after the day on which a referral of the child was received';
  if (receivedOn.some((day) => ageOn(dateOfBirth, day) > oldest))
    return `The child or young person must be at most ${oldest} years old when a referral is received`;
  return undefined;
}
