import { decide, refuse, type Decision } from '@waymark/decisions';
import { ReferralId } from '@waymark/events';
import { z } from 'zod';

export const DraftId = z
  .string()
  .regex(/^dra_[0-9a-hjkmnp-tv-z]{26}$/, 'A draft is named by dra_ and 26 letters and digits')
  .brand<'DraftId'>()
  .meta({ examples: ['dra_4f2k9q1m7x4f2k9q1m7x4f2k9q'] });
export type DraftId = z.infer<typeof DraftId>;

/** The steps of the form, in their order. */
export const draftSteps = [
  'referrer',
  'child',
  'request',
  'plan',
  'circumstances',
  'since',
  'needs',
  'consent',
] as const;
export type DraftStep = (typeof draftSteps)[number];

/** A referral that somebody is writing. What was typed is sealed, step by step; nobody is told of it. */
export const Draft = z.strictObject({
  draftId: DraftId,
  /** Who is writing it: an opaque id. */
  owner: z.string(),
  /** The organisation of a referrer, whose colleagues may go on with it. */
  organisation: z.string().nullable(),
  saved: z.partialRecord(z.enum(draftSteps), z.string()),
  /** It states that somebody may be at serious risk: a clinician looks on the same day, sent or not. */
  atRisk: z.boolean(),
  /** What is asked for, of a child of this age, wants a plan of needs first: the form asks about it. */
  planAsked: z.boolean().default(false),
  /** Steps that were filled in from elsewhere, and that nobody has looked at yet. */
  unseen: z.array(z.enum(draftSteps)).optional(),
  state: z.enum(['open', 'sent', 'thrown-away']),
  sentAs: ReferralId.nullable(),
  /** Instants in UTC. */
  startedAt: z.string(),
  savedAt: z.string(),
});
export type Draft = z.infer<typeof Draft>;

/** For how many days a draft that nobody goes on with is kept. */
export const draftKeptDays = 30;

type Begun = Pick<Draft, 'draftId' | 'owner' | 'organisation' | 'saved' | 'unseen'>;
type Saved = { step: DraftStep; sealed: string; at: string } & Partial<Pick<Draft, 'atRisk' | 'planAsked'>>;

export function begin(begun: Begun, at: string): Decision<Draft> {
  return decide({
    ...begun,
    atRisk: false,
    planAsked: false,
    state: 'open',
    sentAs: null,
    startedAt: at,
    savedAt: at,
  });
}

/** Keep what was typed at a step, in place of what was kept of it before. One that was sent or thrown away is over. */
export function save(draft: Draft, { step, sealed, atRisk, planAsked, at }: Saved): Decision<Draft> {
  if (draft.state !== 'open') return refuse(draft.state);
  return decide({
    ...draft,
    saved: { ...draft.saved, [step]: sealed },
    unseen: draft.unseen?.filter((each) => each !== step),
    atRisk: atRisk ?? draft.atRisk,
    planAsked: planAsked ?? draft.planAsked,
    savedAt: at,
  });
}

/** It became a referral: nothing of what was typed about a child stays here; who referred is filled in the next time. */
export function sent(draft: Draft, as: ReferralId, at: string): Decision<Draft> {
  if (draft.state === 'thrown-away') return refuse('thrown-away');
  const { referrer } = draft.saved;
  return decide({
    ...over(draft, at),
    ...(referrer !== undefined && { saved: { referrer } }),
    state: 'sent',
    sentAs: as,
  });
}

export function throwAway(draft: Draft, at: string): Decision<Draft> {
  if (draft.state === 'sent') return refuse('sent');
  return decide({ ...over(draft, at), state: 'thrown-away' });
}

function over(draft: Draft, at: string): Draft {
  return { ...draft, saved: {}, atRisk: false, savedAt: at };
}
