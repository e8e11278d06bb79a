import { CalendarDate, CircumstanceId } from '@waymark/care-types';
import { z } from 'zod';
import { ActorId } from '../ids.ts';

/** Why a person decided as they did, for each outcome. Free text stays in the service that took it. */
export const priorityReasons = [
  { code: 'safety', outcome: 'accelerated', text: 'Waiting puts the child, or somebody else, at risk' },
  { code: 'home-at-risk', outcome: 'accelerated', text: 'The child may lose a home or a placement' },
  { code: 'school-at-risk', outcome: 'accelerated', text: 'The child may lose a school place, or has none' },
  { code: 'getting-worse', outcome: 'accelerated', text: 'The child is getting worse while waiting' },
  { code: 'time-limited', outcome: 'accelerated', text: 'An assessment later would come too late to help' },
  { code: 'no-other-help', outcome: 'accelerated', text: 'No other help can reach the child meanwhile' },
  { code: 'support-in-place', outcome: 'date-order', text: 'Support is in place and is helping' },
  {
    code: 'wait-makes-no-difference',
    outcome: 'date-order',
    text: 'The circumstance does not get worse by waiting',
  },
  { code: 'soon-in-date-order', outcome: 'date-order', text: 'The child will be seen soon in date order' },
  { code: 'no-longer-so', outcome: 'date-order', text: 'The circumstance no longer holds' },
  {
    code: 'not-shown',
    outcome: 'date-order',
    text: 'There is not enough evidence; the family may send more',
  },
] as const;

const codes = priorityReasons.map(({ code }) => code);
export const PriorityReason = z.enum(codes, {
  error: `Reason must be one of: ${priorityReasons.map(({ code, text }) => `${code} (${text})`).join(', ')}`,
});
export type PriorityReason = z.infer<typeof PriorityReason>;

/** What a person decided: to see the child sooner, or in date order. It can end by itself on a date. */
export const PriorityDecision = z.object({
  by: ActorId,
  on: CalendarDate,
  outcome: z.enum(['accelerated', 'date-order']),
  reasonCode: PriorityReason,
  expiresOn: CalendarDate.nullable(),
});
export type PriorityDecision = z.infer<typeof PriorityDecision>;

/** A circumstance that asks for a decision by a person. */
export const PriorityFlag = z.object({
  id: CircumstanceId,
  raisedOn: CalendarDate,
  /** Who stated it. */
  evidence: z.enum(['referrer', 'clinician', 'family', 'import']),
  expiresOn: CalendarDate.nullable(),
});
export type PriorityFlag = z.infer<typeof PriorityFlag>;

/** Where a pathway stands in the order of being seen. It never touches a clock. */
export const Priority = z.object({
  standing: z.enum(['date-order', 'review-open', 'accelerated']),
  flags: z.array(PriorityFlag),
  reviewDue: CalendarDate.nullable(),
  decision: PriorityDecision.nullable(),
});
export type Priority = z.infer<typeof Priority>;
