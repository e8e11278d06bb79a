import {
  CalendarDate,
  ClinicalPriority,
  ClosureReason,
  OdsCode,
  OtherHelp,
  ServiceAskedFor,
  SourceOfReferral,
} from '@waymark/care-types';
import { z } from 'zod';
import { PathwayId, Reference, ReferralId } from '../ids.ts';
import { SentClock, SentFact } from './clocks.ts';
import { Priority } from './priority.ts';
import { aboutTheChild } from './referral.ts';

/** How the referral itself ended, where that ended the wait, and the other help that was named. */
export const PathwayEnding = z.object({
  how: z.enum(['withdrawn', 'declined', 'redirected', 'duplicate']),
  otherHelp: z.array(OtherHelp),
});

/** What somebody answered who looked whether the child still waits, and on which day. */
export const Validation = z.object({
  answer: z.enum(['still-waiting', 'ask-family', 'not-waiting']),
  on: CalendarDate,
});
export type Validation = z.infer<typeof Validation>;

/** A child's wait for one service, as it now is: the facts, the clocks that follow from them, and the place in the order. */
export const PathwayState = z.object({
  pathwayId: PathwayId,
  referralId: ReferralId,
  reference: Reference,
  service: ServiceAskedFor,
  provider: OdsCode,
  receivedOn: CalendarDate,
  source: SourceOfReferral,
  clinicalPriority: ClinicalPriority,
  stage: z.enum(['waiting', 'seen', 'closed']),
  closedOn: CalendarDate.nullable(),
  closure: ClosureReason.nullable(),
  /** Absent while the referral is open, and in messages from before there was a triage. */
  ending: PathwayEnding.optional(),
  /** The last answer; absent where nobody has looked yet. */
  validation: Validation.optional(),
  facts: z.array(SentFact),
  clocks: z.array(SentClock),
  priority: Priority,
  ...aboutTheChild,
});
export type PathwayState = z.infer<typeof PathwayState>;
