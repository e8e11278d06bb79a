import {
  CalendarDate,
  CircumstanceId,
  isAttended,
  Need,
  ServiceAskedFor,
  type CalendarDate as Day,
} from '@waymark/care-types';
import { decide, type Decision } from '@waymark/decisions';
import {
  PathwayEnding,
  PathwayState,
  Suggestion,
  supportSuggested,
  type SupportState,
} from '@waymark/events';
import { z } from 'zod';
import { familyCodeFor, hashOfCode } from './family-code.ts';
import type { Directory } from '../../directory/domain/listing.ts';
import { matchingPolicy } from './matching-policy.ts';
import { match } from './matching.ts';

/**
 * What this service knows of one wait: where it stands, what is suggested meanwhile, and the hash of the code by
 * which the family finds it. No name, no address, no free text.
 */
export const Plan = z.strictObject({
  pathwayId: PathwayState.shape.pathwayId,
  personId: PathwayState.shape.personId,
  reference: PathwayState.shape.reference,
  service: ServiceAskedFor,
  receivedOn: CalendarDate,
  dateOfBirth: CalendarDate,
  stage: PathwayState.shape.stage,
  /** How the referral itself ended, and the other help that the team named; absent while it is open. */
  ending: PathwayEnding.optional(),
  /** The day of the first appointment that the child came to; null before it. */
  firstSeenOn: CalendarDate.nullable(),
  circumstances: z.array(CircumstanceId),
  needs: z.array(Need),
  suggestions: z.array(Suggestion),
  excluded: z.array(
    z.strictObject({ listingId: z.string(), title: z.string(), code: z.string(), text: z.string() }),
  ),
  suggestedOn: CalendarDate,
  directoryVersion: z.string(),
  policyVersion: z.string(),
  codeIssue: z.int().min(1),
  codeHash: z.string(),
});
export type Plan = z.infer<typeof Plan>;

export type Means = { directory: Directory; codeKey: string; today: Day };

/**
 * Follow a pathway: make a first plan when it opens, and a new one when what we know of the child's needs has
 * changed. Where it stands is taken over from every event.
 */
export function follow(plan: Plan | undefined, pathway: PathwayState, means: Means): Decision<Plan> {
  const about = {
    pathwayId: pathway.pathwayId,
    personId: pathway.personId,
    reference: pathway.reference,
    service: pathway.service,
    receivedOn: pathway.receivedOn,
    dateOfBirth: pathway.dateOfBirth,
    stage: pathway.stage,
    ...(pathway.ending && { ending: pathway.ending }),
    firstSeenOn: firstSeen(pathway),
    circumstances: pathway.circumstances.map(({ id }) => id),
    needs: pathway.needs,
  };
  if (plan && (pathway.stage === 'closed' || !bearsOnMatch(plan, about))) {
    const { ending: _before, ...kept } = plan;
    return decide({ ...kept, ...about });
  }
  const { suggestions, excluded } = match(about, means.directory.listings, means.today);
  const code = familyCodeFor(means.codeKey, pathway.pathwayId, plan?.codeIssue ?? 1);
  const next: Plan = {
    ...about,
    suggestions,
    excluded,
    suggestedOn: means.today,
    directoryVersion: means.directory.version,
    policyVersion: matchingPolicy.version,
    codeIssue: plan?.codeIssue ?? 1,
    codeHash: plan?.codeHash ?? hashOfCode(means.codeKey, code),
  };
  return decide(next, [supportSuggested(stateOf(next))]);
}

/** A new code for the family's page; the one before stops working. */
export function reissueCode(plan: Plan, codeKey: string): Decision<Plan> {
  const codeIssue = plan.codeIssue + 1;
  return decide({
    ...plan,
    codeIssue,
    codeHash: hashOfCode(codeKey, familyCodeFor(codeKey, plan.pathwayId, codeIssue)),
  });
}

function bearsOnMatch(
  plan: Plan,
  about: Pick<Plan, 'service' | 'dateOfBirth' | 'circumstances' | 'needs'>,
): boolean {
  const of = ({ service, dateOfBirth, circumstances, needs }: typeof about) =>
    JSON.stringify([service, dateOfBirth, circumstances, needs]);
  return of(plan) !== of(about);
}

function firstSeen({ facts }: PathwayState): Day | null {
  const seen = facts.flatMap((fact) =>
    fact.type === 'contact' && isAttended(fact.attendance) ? [fact.on] : [],
  );
  return seen.sort()[0] ?? null;
}

function stateOf(plan: Plan): SupportState {
  const { pathwayId, personId, service, suggestions, suggestedOn, directoryVersion, policyVersion } = plan;
  return { pathwayId, personId, service, suggestions, suggestedOn, directoryVersion, policyVersion };
}
