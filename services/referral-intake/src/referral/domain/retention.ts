import { CalendarDate } from '@waymark/care-types';
import type { ReferralRecord } from './referral-record.ts';

/** Years, after the NHS Records Management Code of Practice as the MDU gives it (2021); the longest holds. */
const rules = {
  /** A child's record is kept until the 25th birthday, */
  birthday: 25,
  /** or the 26th of one who was 17 when treatment ended. */
  birthdayOfOneWhoWas17: 26,
  /** A mental-health record is kept so long after the last contact. */
  mentalHealth: 20,
};

/**
 * For how many days the cells of rejected rows are kept after their import has ended, so that they can be mended and
 * sent again. They are nobody's record yet. To be agreed locally.
 */
export const rejectedRowsKeptDays = 90;

/** Services whose records are not those of mental health. */
const notMentalHealth: readonly string[] = ['community-paediatrics'];

/** Whether the wait of a referral is over: nothing keeps the child's place. */
export function isOver({ waitingFor }: Pick<ReferralRecord, 'waitingFor'>): boolean {
  return waitingFor === undefined;
}

/** The last day on which anything is known to have happened with a referral. */
export function lastDayOf({
  referral,
  closedOn,
}: Pick<ReferralRecord, 'referral' | 'closedOn'>): CalendarDate {
  const { receivedOn, acceptedOn, withdrawnOn, declinedOn, redirectedOn, knownContacts } = referral;
  const days = [
    acceptedOn,
    withdrawnOn,
    declinedOn,
    redirectedOn,
    closedOn,
    ...knownContacts.map(({ on }) => on),
  ];
  return days.reduce<CalendarDate>(
    (last, day) => (day && day > last ? CalendarDate.parse(day) : last),
    receivedOn,
  );
}

/**
 * The day from which the identity of a child need no longer be kept; undefined while a referral is open, or where there
 * is none to count from.
 */
export function keptUntil(
  dateOfBirth: CalendarDate,
  records: readonly Pick<ReferralRecord, 'referral' | 'closedOn' | 'waitingFor'>[],
): CalendarDate | undefined {
  if (records.length === 0 || !records.every(isOver)) return undefined;
  const born = Temporal.PlainDate.from(dateOfBirth);
  const days = records.flatMap((record) => {
    const last = Temporal.PlainDate.from(lastDayOf(record));
    const age = born.until(last, { largestUnit: 'years' }).years;
    const birthday = born.add({ years: age === 17 ? rules.birthdayOfOneWhoWas17 : rules.birthday });
    return notMentalHealth.includes(record.referral.service)
      ? [birthday]
      : [birthday, last.add({ years: rules.mentalHealth })];
  });
  const [first, ...rest] = days;
  const latest = first && rest.reduce((a, b) => (Temporal.PlainDate.compare(a, b) < 0 ? b : a), first);
  return latest && CalendarDate.parse(latest.toString());
}
