import { idOf, todayInLondon } from '@waymark/care-types';
import { referralIdFrom } from '@waymark/events';
import { action, ownRecords, type Action } from '@waymark/http';
import { z } from 'zod';
import type { Drafts } from '../adapters/drafts.ts';
import { DraftId, draftSteps, type Draft, type DraftStep } from '../domain/draft.ts';
import { faultsInStatedPlan, tellPlan } from '../../needs-plan/index.ts';
import { mayBeKnownAs, type MayBeParts } from '../may-be-known/may-be-known.ts';
import { admitRefusals, loggedAnswer, LoggedAnswer, withKnown } from '../log-referral/action.ts';
import { problemOf } from '../../shared/problem.ts';
import { admit, seesAll, seesOwn, type AdmitParts } from '../admit/admit.ts';
import { inEvenTime } from '../admit/even-time.ts';
import { SeenChild } from '../admit/seen-child.ts';
import { toNewReferral } from '../admit/to-new-referral.ts';
import { about, faultsAt } from './faults-at.ts';
import { nextOf, Saved } from './next-step.ts';
import { hasPlanStep, planStepFaults } from './plan-step.ts';
import { stepBodies } from './steps.ts';
import { wholeOf } from './summary.ts';
import { checkDraft, params, startReferral, stepViews, throwAwayPage, type DraftParts } from './view.ts';

const isOver = {
  sent: () => 'This draft has become a referral already. Open the referral to see or correct it.',
  'thrown-away': () => 'This draft was thrown away. Begin a new one.',
};

const changedSinceChecked =
  'The draft was changed after you opened this page. Check the answers as they are now, then send it.';

export const startDraft = action({
  id: 'start-draft',
  summary: 'Begin a draft of a referral with who refers',
  path: '/new',
  apiPath: '/api/drafts',
  permission: 'referral:log',
  body: stepBodies.referrer,
  relation: (ctx) => ownRecords(undefined, ctx),
  run: async (
    { body, command, viewer, reach, clock },
    { drafts, organisations, index }: DraftParts & Pick<AdmitParts, 'index'>,
  ) => {
    const faults = faultsAt('referrer', { referrer: body }, { viewer, reach, clock, organisations });
    if (faults.length > 0) throw problemOf(faults);
    const of = {
      draftId: DraftId.parse(idOf('dra', index.bytesOf('draft', command.key))),
      owner: viewer.id,
      organisation: reach === 'any' ? null : (viewer.organisation ?? null),
    };
    return drafts.begin(of, { referrer: body }, command);
  },
  refusals: {},
  form: startReferral,
  then: {
    page: ({ id }) => `/drafts/${id}/child`,
    api: ({ id }) => ({ status: 201, body: { draftId: id, next: 'child' }, location: `/api/drafts/${id}` }),
  },
  responses: Saved,
});

async function relationOf({ params: { draftId } }: { params: { draftId: DraftId } }, { drafts }: DraftParts) {
  const found = await drafts.open(draftId);
  return { organisation: found?.draft.state.organisation ?? undefined };
}

function stepAction<Step extends DraftStep>(step: Step): Action<DraftParts> {
  const body: z.ZodType<z.output<(typeof stepBodies)[Step]>> = stepBodies[step] as never;
  const idsIn = (sent: object) =>
    'circumstances' in sent && Array.isArray(sent.circumstances)
      ? (sent.circumstances as string[])
      : undefined;
  const goesTo = (state: Draft, typed: object) =>
    'another' in typed && typed.another ? step : nextOf(step, state, idsIn(typed));
  return action({
    id: `save-draft-${step}`,
    summary: 'Keep what was typed at one step of a draft',
    path: `/drafts/:draftId/${step}`,
    apiPath: `/api/drafts/:draftId/${step}`,
    permission: 'referral:log',
    params,
    body,
    merges: true,
    relation: relationOf,
    run: async ({ params: { draftId }, body: typed, command, viewer, reach, clock }, parts: DraftParts) => {
      const { drafts, organisations, plans, planRules } = parts;
      const found = await drafts.open(draftId);
      if (!found) return { kind: 'missing' };
      const kept = { ...found.kept, [step]: typed };
      const today = todayInLondon(clock);
      const faults = [
        ...faultsAt(step, kept, { viewer, reach, clock, organisations }),
        ...(step === 'plan' ? await planStepFaults(kept, today, { viewer, reach, plans }) : []),
      ];
      if (faults.length > 0) throw problemOf(faults);
      const planAsked = hasPlanStep(kept, today, planRules);
      const atRisk =
        step === 'circumstances' ? nextOf(step, found.draft.state, idsIn(typed)) === 'crisis' : undefined;
      return drafts.save(draftId, step, typed, { atRisk, planAsked }, command);
    },
    refusals: isOver,
    form: stepViews[step],
    then: {
      page: ({ id, state }, { body: typed }) => `/drafts/${id}/${goesTo(state, typed as object)}`,
      api: ({ id, state }, { body: typed }) => ({
        status: 200,
        body: { draftId: id, next: goesTo(state, typed as object) },
      }),
    },
    responses: Saved,
  });
}

export const saveDraftSteps = draftSteps.map((step) => stepAction(step));

export const sendDraft = action({
  id: 'send-draft',
  summary: 'Send a draft: it becomes a referral, once',
  path: '/drafts/:draftId/check',
  apiPath: '/api/drafts/:draftId/send',
  permission: 'referral:log',
  params,
  body: z.strictObject({ seenChild: SeenChild.optional() }),
  relation: relationOf,
  run: async (
    { params: { draftId }, body: said, command: { expected, ...command }, viewer, reach, clock, may },
    parts: DraftParts & AdmitParts & MayBeParts,
  ) => {
    const { drafts, organisations, index, referrals, plans, planRules } = parts;
    const found = await drafts.open(draftId);
    if (!found) return { kind: 'missing' };
    const { state } = found.draft;
    if (state.state === 'thrown-away') return { kind: 'refused', code: 'thrown-away', facts: {} };
    const referralId = referralIdFrom(index.bytesOf('sent draft', draftId));
    const already = await referrals.get(referralId);
    if (already) {
      await tellPlan(already.state, command, plans);
      await drafts.sent(draftId, referralId, { ...command, key: `sent ${command.key}` });
      const { personId } = already.state.referral;
      const child = await parts.people.details(personId);
      const done = { kind: 'done' as const, id: referralId, version: already.version, repeated: true };
      return withKnown(
        { ...done, state: already.state },
        child ? mayBeKnownAs(child, personId, may, parts) : null,
      );
    }
    if (expected !== undefined && found.draft.version !== expected)
      return { kind: 'stale', version: found.draft.version, says: changedSinceChecked };
    const writing = { viewer, reach, clock, organisations, planRules };
    const { body, faults } = wholeOf(found.kept, state, writing);
    if (!body || faults.length > 0) throw problemOf(faults.map(({ step, says }) => ({ field: step, says })));
    const { asked, setAside } = toNewReferral(body, about(writing));
    const [notThisPlan] = await faultsInStatedPlan(body.plan, asked.child, todayInLondon(clock), {
      ...{ viewer, reach, plans },
    });
    if (notThisPlan) throw problemOf([{ field: 'plan', says: notThisPlan.says }]);
    const sender = reach === 'any' ? { ...seesAll, seen: said.seenChild } : seesOwn(viewer.organisation);
    const admitted = () => admit(asked, referralId, command, parts, sender);
    const outcome = await (reach === 'any' ? admitted() : inEvenTime(admitted));
    if (outcome.kind !== 'done') return outcome;
    await tellPlan(outcome.state, command, plans);
    await drafts.sent(draftId, referralId, { ...command, key: `sent ${command.key}` });
    const { personId } = outcome.state.referral;
    return withKnown(outcome, mayBeKnownAs(asked.child, personId, may, parts), setAside);
  },
  refusals: { ...admitRefusals, ...isOver },
  form: checkDraft,
  then: { page: ({ id }) => `/${id}/logged`, api: loggedAnswer },
  responses: LoggedAnswer,
});

export const throwDraftAway = action({
  id: 'throw-draft-away',
  summary: 'Throw a draft away: what was typed is gone',
  path: '/drafts/:draftId/throw-away',
  apiPath: '/api/drafts/:draftId/throw-away',
  permission: 'referral:log',
  params,
  body: z.strictObject({}),
  relation: relationOf,
  run: (
    { params: { draftId }, command },
    { drafts }: { drafts: Drafts; organisations: DraftParts['organisations'] },
  ) => drafts.throwAway(draftId, command),
  refusals: isOver,
  form: throwAwayPage,
  then: {
    page: () => '/new',
    says: () => 'What you had written was deleted. Nothing was sent.',
    api: ({ id }) => ({ status: 200, body: { draftId: id } }),
  },
  responses: z.object({ draftId: DraftId }),
});
