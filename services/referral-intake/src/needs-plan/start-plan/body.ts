import { CalendarDate } from '@waymark/care-types';
import { z } from 'zod';
import { Lead, PlanCircumstances, PlanStep } from '../domain/needs-plan.ts';
import { ChosenNeeds, StatedNeeds } from '../../shared/domain/stated-needs.ts';
import { Strengths } from '../../shared/domain/statement.ts';
import { StatedChild } from '../../person/domain/stated-child.ts';
import { Picked } from '../../shared/domain/organisations.ts';

/** A plan of needs as a form and a program begin it. */
export const StartPlan = z.strictObject({
  /** Whose plan it is: URN of a school or ODS code. A referrer's is always their own. */
  organisation: Picked.optional(),
  lead: Lead,
  child: StatedChild,
  metOn: CalendarDate,
  needs: StatedNeeds.default({}),
  chosen: ChosenNeeds,
  strengths: Strengths.optional(),
  circumstances: PlanCircumstances.default([]),
  /** What is tried first; more can be added. */
  step: PlanStep.optional(),
  /** In six weeks where it is not named. */
  nextReviewOn: CalendarDate.optional(),
});
export type StartPlan = z.output<typeof StartPlan>;
