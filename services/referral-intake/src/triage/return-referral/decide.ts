import { addDays, type CalendarDate, type InformationAskedFor } from '@waymark/care-types';
import { decide, refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { referralReturned } from '@waymark/events';
import type { z } from 'zod';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { appendStep } from '../../referral/domain/steps-taken.ts';
import { refusedNow } from '../../referral/domain/triage.ts';

/** How many days an answer may be waited for at most, so that no referral is forgotten while it is out. */
export const longestAnswer = 90;

type Question = {
  askedFor: z.infer<typeof InformationAskedFor>[];
  answerBy: CalendarDate;
  note?: string | undefined;
};

/** Ask for more before a team decides. The received date stays, and the wait goes on counting. */
export function returnForInformation(
  record: ReferralRecord,
  { askedFor, answerBy, note }: Question,
  command: CommandMeta,
): Decision<ReferralRecord> {
  const refused = refusedNow('return', record);
  if (refused) return refused;
  const { date: on } = command.at;
  if (answerBy <= on) return refuse('answer-not-ahead');
  if (answerBy > addDays(on, longestAnswer)) return refuse('answer-too-far');
  if (askedFor.includes('something-else') && note === undefined) return refuse('note-needed');
  const question = { status: 'returned' as const, returnedOn: on, answerBy, askedFor };
  const referral = { ...record.referral, ...question };
  return decide(
    { ...record, referral, steps: appendStep(record.steps, command, { askedFor, answerBy, note }) },
    [referralReturned(referral)],
  );
}
