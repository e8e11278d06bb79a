import {
  CalendarDate,
  ClinicalPriority,
  PrimaryReason,
  ServiceAskedFor,
  SourceOfReferral,
  TeamType,
  TimeOfDay,
} from '@waymark/care-types';
import { z } from 'zod';
import { SeenChild } from './seen-child.ts';
import { StatedChild } from '../../person/domain/stated-child.ts';
import { Picked } from '../../shared/domain/organisations.ts';
import { StatedCircumstances } from '../domain/stated-circumstance.ts';
import { StatedPlan } from '../../needs-plan/domain/plan-required.ts';
import { StatedNeeds } from '../../shared/domain/stated-needs.ts';
import { Consent, ReferredBy, Strengths, Tried } from '../../shared/domain/statement.ts';
import { line, Notes } from '../../shared/domain/text.ts';

/** A referral as a form and a program state it. */
export const LogReferral = z.strictObject({
  source: SourceOfReferral,
  /** Who refers: URN of a school or ODS code. Needed from a school or a practice. */
  organisation: Picked.optional(),
  /** Who wrote it, for questions. */
  referredBy: ReferredBy.optional(),
  child: StatedChild,
  service: ServiceAskedFor,
  primaryReason: PrimaryReason,
  otherReasons: z.array(PrimaryReason).max(10).default([]),
  team: TeamType.optional(),
  priority: ClinicalPriority.default('3'),
  /**
   * The day on which the provider received it: today, unless direct care logs it later. From a referrer it is a proposal
   * that direct care takes or leaves.
   */
  receivedOn: CalendarDate.optional(),
  /** Why it should count from an earlier day, from a referrer. */
  receivedOnBecause: line('Why it was received earlier', 500).optional(),
  /** When on that day: needed where a limit is in hours. */
  receivedTime: TimeOfDay.optional(),
  /** The plan of needs that it follows, or why there is none yet. Where nothing is said, it is asked for. */
  plan: StatedPlan.optional(),
  circumstances: StatedCircumstances.default([]),
  needs: StatedNeeds.default({}),
  /** What the child is good at and likes; what has been tried so far. */
  strengths: Strengths.optional(),
  tried: Tried.optional(),
  consent: Consent.optional(),
  notes: Notes.optional(),
  seenChild: SeenChild.optional(),
});
export type LogReferral = z.output<typeof LogReferral>;
