import { CalendarDate, circumstances, CircumstanceId, needsSameDayResponse } from '@waymark/care-types';
import { z } from 'zod';
import { draftSteps, type DraftStep } from '../../domain/draft.ts';
import type { Kept } from '../../adapters/drafts/drafts.ts';
import { LogReferral } from '../log-referral/body.ts';

const { shape } = LogReferral;
const Since = z.strictObject(
  Object.fromEntries(circumstances.map(({ id }) => [id, CalendarDate.optional()])) as {
    [Id in CircumstanceId]: z.ZodOptional<typeof CalendarDate>;
  },
);

/** What each step of the form asks: parts of what a program states in one. */
export const stepBodies = {
  referrer: z.strictObject({
    source: shape.source,
    organisation: shape.organisation,
    referredBy: shape.referredBy,
  }),
  child: z.strictObject({ child: shape.child }),
  request: z.strictObject({
    service: shape.service,
    primaryReason: shape.primaryReason,
    otherReasons: shape.otherReasons,
    team: shape.team,
    priority: shape.priority,
    receivedOn: shape.receivedOn,
    notes: shape.notes,
  }),
  plan: z.strictObject({ plan: shape.plan.unwrap().prefault({}) }),
  circumstances: z.strictObject({
    circumstances: z.array(CircumstanceId).max(circumstances.length).default([]),
  }),
  since: z.strictObject({ since: Since.default({}) }),
  needs: z.strictObject({ needs: shape.needs, strengths: shape.strengths, tried: shape.tried }),
  consent: z.strictObject({ consent: shape.consent.unwrap() }),
} as const satisfies Record<DraftStep, z.ZodType>;

export const stepTitles: Readonly<Record<DraftStep, string>> = {
  referrer: 'Who refers',
  child: 'The child or young person',
  request: 'What for',
  plan: 'The plan of needs',
  circumstances: 'Risk and circumstances',
  since: 'Since when',
  needs: 'Needs, strengths and what was tried',
  consent: 'Consent and parental responsibility',
};

/** The circumstances that were ticked. */
export function tickedIn({ circumstances: kept }: Kept): CircumstanceId[] {
  return stepBodies.circumstances.safeParse(kept ?? {}).data?.circumstances ?? [];
}

/** Whether a circumstance was ticked for which a clinician looks on the same day. */
export function statesRisk(ids: readonly CircumstanceId[]): boolean {
  return needsSameDayResponse(ids.map((id) => ({ id, source: 'referrer' })));
}

/** The steps that this draft has: since when is asked only of what was ticked, of a plan only where it has the step. */
export function stepsOf(kept: Kept, ofPlan: boolean): DraftStep[] {
  return draftSteps.filter((step) => {
    if (step === 'plan') return ofPlan;
    return step !== 'since' || tickedIn(kept).length > 0;
  });
}

/** The whole of what was typed, as a program would state it in one. */
export function statedIn(kept: Kept): Record<string, unknown> {
  const { circumstances: _ids, since, ...rest } = kept;
  const dates = stepBodies.since.safeParse(since ?? {}).data?.since ?? {};
  const stated = tickedIn(kept).map((id) => (dates[id] === undefined ? id : `${id}@${dates[id]}`));
  return Object.assign({ circumstances: stated }, ...Object.values(rest)) as Record<string, unknown>;
}

/** The step at which a field is asked. */
export function stepOf(field: string): DraftStep {
  const [first = ''] = field.split('.');
  return draftSteps.find((step) => first in stepBodies[step].shape) ?? 'referrer';
}
