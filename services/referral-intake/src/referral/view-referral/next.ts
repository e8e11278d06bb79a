import { otherHelp, textOf, workingDaysAfter, dayInWords, type CalendarDate } from '@waymark/care-types';
import type { ReferralRecord } from '../domain/referral-record.ts';
import { isOpen, triageStatusOf } from '../domain/triage.ts';

/** What is said of a serious risk that nobody has taken up yet. */
const sameDay = 'A clinician acts on the same-day risk today.';

/**
 * What happens next with a referral, in one sentence. `within` is the number of working days to a decision. While a
 * same-day risk is open no other day is named.
 */
export function nextOf(
  record: ReferralRecord,
  today: CalendarDate,
  { within, isRiskOpen }: { within: number; isRiskOpen: boolean },
): string {
  const { referral } = record;
  const due = workingDaysAfter(referral.receivedOn, within);
  const status = triageStatusOf(record);
  if (isRiskOpen && isOpen(status)) return sameDay;
  switch (status) {
    case 'received':
      return due < today
        ? `A decision was due by ${dayInWords(due)}, within ${within} working days; it is the next thing to do.`
        : `A team decides by ${dayInWords(due)}, within ${within} working days, whether it takes the referral on.`;
    case 'same-again':
      return 'The child waits for this service already. Somebody says whether it is the same referral again; the wait counts from the earlier of the two.';
    case 'returned':
      return `An answer is awaited by ${dayInWords(referral.answerBy ?? due)}; the wait goes on counting from ${dayInWords(referral.receivedOn)}.`;
    case 'accepted':
      return 'The team offers a first appointment; until then the family has its support plan.';
    case 'declined':
      return `The family is helped to reach ${named(referral.otherHelp)}; the referral can be opened again.`;
    case 'redirected':
      return `The other provider goes on with it, and the wait there counts from ${dayInWords(referral.receivedOn)}.`;
    case 'withdrawn':
      return 'Nothing more happens, unless the referral is opened again or the child is referred again.';
    case 'duplicate':
      return 'Nothing more happens here: the other referral goes on, and the wait counts from the earlier of the two.';
    case 'over':
      return 'Nothing more happens here; the child may be referred for the service again.';
  }
}

function named(codes: ReferralRecord['referral']['otherHelp'] = []): string {
  const all = codes.map((code) =>
    textOf(otherHelp, code).replace(/^(?:A|The|Early|Free) /, (first) => first.toLowerCase()),
  );
  return all.join(', or ') || 'other help';
}
