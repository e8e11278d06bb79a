import { londonDateOf } from '@waymark/care-types';
import { z } from 'zod';
import type { Drafts } from '../adapters/drafts.ts';
import { DraftId } from '../domain/draft.ts';

export type StatedRiskParts = {
  drafts: Drafts;
  /** What families have sent. The area of families has it, and `app.ts` passes it in. */
  familyRequests: { countWaiting(only?: { atRisk: true }): Promise<number> };
};

/** A serious risk that stands in no referral yet: a clinician looks at it on the same day all the same. */
export const StatedRisk = z.object({
  drafts: z
    .array(z.object({ draftId: DraftId, savedOn: z.string() }))
    .describe('Referrals that somebody is writing, sent or not'),
  families: z.int().describe('Requests from families that nobody has decided about'),
});
export type StatedRisk = z.infer<typeof StatedRisk>;

export const noStatedRisk: StatedRisk = { drafts: [], families: 0 };

export async function statedRisk({ drafts, familyRequests }: StatedRiskParts): Promise<StatedRisk> {
  const [begun, families] = await Promise.all([
    drafts.atRisk(),
    familyRequests.countWaiting({ atRisk: true }),
  ]);
  return {
    drafts: begun.map(({ state }) => ({ draftId: state.draftId, savedOn: londonDateOf(state.savedAt) })),
    families,
  };
}
