import { circumstances } from '@waymark/care-types';
import { z } from 'zod';
import { DraftId, draftSteps, type Draft, type DraftStep } from '../domain/draft.ts';
import { statesRisk } from './steps.ts';

/** What a program is told of a draft: where to go on. */
export const Saved = z.object({ draftId: DraftId, next: z.enum([...draftSteps, 'crisis', 'check']) });

/** Where to go on: the first step that was not seen yet, or the check. `ids` are the circumstances just ticked. */
export function nextOf(
  step: DraftStep,
  { saved, planAsked, unseen = [] }: Draft,
  ids: readonly string[] | undefined,
) {
  if (step === 'circumstances' && ids !== undefined) {
    if (statesRisk(circumstances.map(({ id }) => id).filter((id) => ids.includes(id)))) return 'crisis';
    if (ids.length > 0) return 'since';
  }
  const open = draftSteps.filter((each) => each !== 'since' && (each !== 'plan' || planAsked));
  return open.find((each) => !(each in saved) || unseen.includes(each)) ?? 'check';
}
