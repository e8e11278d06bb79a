import {
  CalendarDate,
  CircumstanceId,
  InformationAskedFor,
  OdsCode,
  OtherHelp,
  TeamType,
} from '@waymark/care-types';
import { CorrectedField, type ReferralId } from '@waymark/events';
import { type CommandMeta } from '@waymark/decisions';
import { z } from 'zod';

/** What was said with one step of a referral, for its line in the history: codes, and a note that is sealed. */
export const StepTaken = z.strictObject({
  command: z.string(),
  /** When: an instant in UTC, as in the history of the record. */
  at: z.string(),
  /** A code of the step's own list. */
  reason: z.string().optional(),
  /** Free text, sealed for this step of this referral alone. */
  note: z.string().optional(),
  team: TeamType.optional(),
  askedFor: z.array(InformationAskedFor).optional(),
  answerBy: CalendarDate.optional(),
  otherHelp: z.array(OtherHelp).optional(),
  to: OdsCode.optional(),
  replaced: z.array(z.strictObject({ field: CorrectedField, was: z.string(), now: z.string() })).optional(),
  begun: z.array(CircumstanceId).optional(),
  ended: z.array(CircumstanceId).optional(),
});
export type StepTaken = z.infer<typeof StepTaken>;

/** What a person says with a step, beside who and when. A note is sealed already. */
export type StepDetails = { [Part in keyof Omit<StepTaken, 'command' | 'at'>]: StepTaken[Part] | undefined };

/** The steps taken so far, with one more. */
export function appendStep(
  taken: readonly StepTaken[] | undefined,
  { name, at }: Pick<CommandMeta, 'name' | 'at'>,
  said: StepDetails,
): StepTaken[] {
  const given = Object.entries(said).filter(([, part]) => part !== undefined);
  return [
    ...(taken ?? []),
    { command: name, at: at.instant, ...(Object.fromEntries(given) as Omit<StepTaken, 'command' | 'at'>) },
  ];
}

/** Where the note of a step belongs: to that step of that referral alone. */
export function stepPlace(referralId: ReferralId, at: string) {
  return { collection: 'referrals', id: referralId, field: `steps.${at}` };
}
