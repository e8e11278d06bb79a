import {
  CalendarDate,
  ClinicalPriority,
  ClosureReason,
  OdsCode,
  ServiceAskedFor,
  SourceOfReferral,
} from '@waymark/care-types';
import { z } from 'zod';
import { PathwayId, Reference, ReferralId } from '../ids.ts';
import { SentClock, SentFact } from './clocks.ts';
import { Priority } from './priority.ts';
import { aboutTheChild } from './referral.ts';

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
  facts: z.array(SentFact),
  clocks: z.array(SentClock),
  priority: Priority,
  ...aboutTheChild,
});
export type PathwayState = z.infer<typeof PathwayState>;
