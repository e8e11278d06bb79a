import {
  CalendarDate,
  CorrectionReason as CorrectionReasonCode,
  type ClosureReason,
} from '@waymark/care-types';
import { ActorId, PathwayState, Validation } from '@waymark/events';
import { FindingId, RegimeId } from '@waymark/wait-clocks';
import { z } from 'zod';

/** Where a pathway stands that has no due date: after all that have one. */
export const noDue = CalendarDate.parse('9999-12-31');

/** Who wrote a fact down here, and on which day. A role, because a page must not show who by an opaque id. */
const Recording = z.strictObject({ factId: z.string(), by: ActorId, role: z.string(), on: CalendarDate });

/** A fact that was recorded by mistake: it counts no more, and stays to be seen. */
const Withdrawn = z.strictObject({
  fact: PathwayState.shape.facts.element,
  by: ActorId,
  role: z.string(),
  on: CalendarDate,
  reason: z.enum(['wrong-date', 'wrong-kind', 'wrong-child', 'did-not-happen']),
  /** The fact that was recorded in its place, where it was corrected, and why, as it was said. */
  replacedBy: z.string().optional(),
  why: CorrectionReasonCode.optional(),
});

/** Who looked whether the child still waits, and what the answer was. */
const Validated = z.strictObject({ ...Validation.shape, by: ActorId, role: z.string() });

/** What a clinician can have done about a serious risk. */
export const RiskSteps = z.enum(['seen-today', 'crisis-team-has-it', 'safety-plan-agreed', 'no-risk-now']);
export type RiskStep = z.infer<typeof RiskSteps>;

/** Serious risk was stated: the clinical route of the same day stays open until a clinician says what was done. */
const SameDayRisk = z.strictObject({
  since: CalendarDate,
  /** Who took it up: their name for direct care to read here, in no event and no log; absent where it was not told. */
  taken: z
    .strictObject({
      by: ActorId,
      on: CalendarDate,
      step: RiskSteps,
      /** UTC. */
      at: z.iso.datetime().optional(),
      role: z.string().optional(),
      name: z.string().optional(),
    })
    .nullable(),
});

/**
 * What this service keeps of one referral's wait: what its events carry, what its clocks need beside it, and by what
 * the lists find and order it. A name, an NHS number or free text is not here.
 */
export const Pathway = z.strictObject({
  ...PathwayState.shape,
  acceptedOn: CalendarDate.nullable(),
  /** Facts of the child's other referrals that count with this one: those of its spell, and those of one wait with it. */
  spellFacts: PathwayState.shape.facts,
  recordings: z.array(Recording),
  withdrawn: z.array(Withdrawn),
  sameDayRisk: SameDayRisk.nullable(),
  /** Each time that somebody looked whether the child still waits, the oldest first; absent where nobody has. */
  validations: z.array(Validated).optional(),
  /** `stopped`: open, but no clock runs any more. A pathway that never had a clock waits. */
  list: z.enum(['waiting', 'stopped', 'closed']),
  /** The earliest due date of the clocks that run. */
  firstDue: CalendarDate,
  /** Since when a clock of each regime runs. A clock of a spell stands with the first of its referrals alone. */
  runsSince: z.partialRecord(RegimeId, CalendarDate.nullable()),
  riskOpen: z.boolean(),
  /** Who is taken first: 0 where the route of the same day is open, 1 accelerated, 2 by date. */
  turn: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  /** The version of the rules by which its clocks were worked out; absent for the first. */
  rules: z.number().int().optional(),
  /** The data-quality findings about its facts when they were last worked out. */
  oddities: z.array(FindingId).optional(),
  /** The notices that were published already, so that each is published once. */
  told: z.array(z.string()).optional(),
  /** The day on which something changes by the date alone; null where nothing will. */
  recheckOn: CalendarDate.nullable(),
});
export type Pathway = z.infer<typeof Pathway>;
export type PathwayFact = Pathway['facts'][number];
export type CorrectionReason = z.infer<typeof CorrectionReasonCode>;
export type KeptClock = Pathway['clocks'][number];
export type WithdrawalReason = Pathway['withdrawn'][number]['reason'];
export type Closure = z.infer<typeof ClosureReason>;

/** What the events of a pathway carry. */
export function stateOf(pathway: Pathway): PathwayState {
  return PathwayState.parse(pathway);
}

/** Whether a fact is what the referral says: it changes with the referral and is not withdrawn here. */
export function isFromReferral(referralId: string, factId: string): boolean {
  return factId.startsWith(`${referralId}.`);
}
