import type { AggregateStore } from '@waymark/aggregate-store';
import { ReferralId, ReferralState } from '@waymark/events';
import { refuse, type Decision, type CommandMeta } from '@waymark/decisions';
import { action, type ActionContext, type Action, type View } from '@waymark/http';
import { z } from 'zod';
import type { FieldCipher } from '../../shared/identity/field-cipher.ts';
import type { ReferralRecord } from '../../referral/domain/referral-record.ts';
import { steps, type TriageStatus, type StepName } from '../../referral/domain/triage.ts';
import { historySeenBy, seenBy, type ViewParts } from '../../referral/index.ts';
import { stepPlace } from '../../referral/domain/steps-taken.ts';
import { happenedSince } from '../../shared/history.ts';
import { whyNot } from '../../referral/domain/step-words.ts';
import { triageList, type TriageListParts } from '../triage-list/view.ts';

export const stepParams = z.strictObject({ referralId: ReferralId });
type Params = z.output<typeof stepParams>;

type Parts = { referrals: AggregateStore<ReferralRecord>; cipher: FieldCipher };

type Definition<Needs, Body extends { note?: string | undefined }> = {
  name: StepName;
  summary: string;
  body: z.ZodType<Body>;
  /** The note of the body is sealed already. */
  decide(
    record: ReferralRecord,
    body: Body,
    command: CommandMeta,
    ctx: ActionContext<Params, Body> & { parts: Needs },
  ): Decision<ReferralRecord>;
  refusals?: Record<string, (facts: Readonly<Record<string, unknown>>) => string>;
  asks?: Record<string, (facts: Readonly<Record<string, unknown>>) => readonly string[]>;
  /** What was done, for the page that follows. No name and no free text. */
  says(referral: ReferralState, parts: ViewParts): string;
  /** The referral then waits for nobody here: the page that follows leads to the next one of triage. */
  settles?: true;
  form: View<ViewParts & Needs>;
};

/**
 * One step of a referral, by form and by program. Who comes second is told what happened meanwhile: who, in which
 * role, did what, and when. Nothing that was decided is lost.
 */
export function triageStep<Body extends { note?: string | undefined }, Needs = unknown>(
  step: Definition<Needs, Body>,
): Action<ViewParts & Needs & TriageListParts> {
  const { name } = step;
  const { command, permission } = steps[name];
  return action({
    id: command,
    summary: step.summary,
    path: `/:referralId/${name}`,
    apiPath: `/api/referrals/:referralId/${name}`,
    permission,
    params: stepParams,
    body: step.body,
    expects: 'version',
    ...(permission === 'referral:inform' && { relation: ownReferral }),
    run: async (ctx: ActionContext<Params, Body>, parts: ViewParts & Needs & TriageListParts) => {
      const {
        params: { referralId },
        body,
        command,
        viewer,
        reach,
      } = ctx;
      const { referrals, cipher } = parts;
      const sealed =
        body.note === undefined
          ? body
          : { ...body, note: cipher.seal(body.note, stepPlace(referralId, command.at.instant)) };
      const outcome = await referrals.change(referralId, command, (record) =>
        unpublished(record, step.decide(record, sealed, command, { ...ctx, parts })),
      );
      const store = { history: async (id: ReferralId) => historySeenBy(reach, await referrals.history(id)) };
      const about = { store, id: referralId, viewerId: viewer.id };
      if (outcome.kind === 'stale') {
        const happened = await happenedSince(command.expected, about);
        return {
          ...outcome,
          says: `${happened || 'The referral was changed.'} That was after you opened it. Look at it as it is now, then decide again.`,
        };
      }
      if (outcome.kind === 'done')
        return { ...outcome, state: seenBy(reach, outcome.state, undefined, parts).record };
      if (outcome.kind !== 'refused' || outcome.code !== 'not-now') return outcome;
      if (reach !== 'any') return refuse('not-for-referrers');
      return { ...outcome, facts: { ...outcome.facts, happened: await happenedSince(undefined, about) } };
    },
    refusals: {
      'not-now': ({ status, happened }) =>
        [whyNot(name, status as TriageStatus), happened].filter(Boolean).join(' '),
      'already-taken': () =>
        'The child now waits on another referral for this service. One child waits once for a service.',
      'not-for-referrers': () =>
        'This cannot be done with the referral as it is now. Contact the team that it was sent to.',
      ...step.refusals,
    },
    ...(step.asks && { asks: step.asks }),
    form: step.form,
    then: {
      page: ({ id }) => `/${id}`,
      says: ({ state: { referral } }, _ctx, parts) => step.says(referral, parts),
      ...(step.settles && { worklist: triageList }),
      api: ({ state: { referral } }) => ({ status: 200, body: referral }),
    },
    responses: ReferralState,
  });
}

/** What may be the same referral again is published once a person has decided. */
function unpublished(record: ReferralRecord, decision: Decision<ReferralRecord>): Decision<ReferralRecord> {
  return record.sameAgain && decision.kind === 'decided' ? { ...decision, events: [] } : decision;
}

/** For a person who may act on the referrals of the own organisation alone. */
async function ownReferral({ params: { referralId } }: { params: Params }, { referrals }: Parts) {
  const organisation = (await referrals.get(referralId))?.state.organisation;
  return { organisation: organisation ?? undefined };
}
