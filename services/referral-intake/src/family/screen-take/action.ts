import {
  ClinicalPriority,
  PrimaryReason,
  ServiceAskedFor,
  TeamType,
  todayInLondon,
} from '@waymark/care-types';
import { Reference, ReferralId } from '@waymark/events';
import { refuse } from '@waymark/decisions';
import { action, fieldProblems, view } from '@waymark/http';
import { z } from 'zod';
import { isSent, isUndecided } from '../domain/family-request.ts';
import { faultsIn } from '../../referral/domain/faults.ts';
import { answersIn } from '../family-form/steps.ts';
import { notSure } from '../family-form/words.ts';
import {
  admitRefusals,
  admit,
  seesAll,
  type AdmitParts,
  toNewReferral,
  fieldOf,
  LogReferral,
} from '../../referral/index.ts';
import { problemOf } from '../../shared/problem.ts';
import { listsOn } from '../../shared/lists.ts';
import { decidedWords, screenRefusals } from '../screen-request/decided.ts';
import { screenParams, shownRequest, type ScreenParts } from '../screen-request/view.ts';
import { fromFamilies } from '../screen-list/view.ts';
import { toReferral } from './to-referral.ts';

export const takeRequestForm = view({
  id: 'take-family-request-form',
  summary: 'Take what a family has sent as a referral: the form',
  path: '/from-families/:requestId/take',
  permission: 'referral:screen',
  params: screenParams,
  load: async (asking, parts: ScreenParts) => {
    const shown = await shownRequest(asking, parts);
    const asksFor = shown?.answers.worry?.service;
    return shown && { ...shown, asksFor: asksFor === notSure ? '' : asksFor, lists: listsOn(shown.today) };
  },
  page: { template: 'family/screen-take/page.njk' },
  audits: ({ request }) => ({ subjects: [request.requestId], purpose: 'screen what a family has sent' }),
});

export const takeRequest = action({
  id: 'take-family-request',
  summary: 'Take what a family has sent as a referral, with the day it was sent as its received date',
  path: '/from-families/:requestId/take',
  permission: 'referral:screen',
  params: screenParams,
  body: z.strictObject({
    service: ServiceAskedFor,
    primaryReason: PrimaryReason,
    otherReasons: z.array(PrimaryReason).max(10).default([]),
    team: TeamType.optional(),
    priority: ClinicalPriority.default('3'),
  }),
  run: async ({ params: { requestId }, body, command, viewer, clock }, parts: ScreenParts & AdmitParts) => {
    const { familyRequests, organisations, referrals } = parts;
    const found = await familyRequests.open(requestId);
    if (!found) return { kind: 'missing' };
    const { state } = found.request;
    if (!isSent(state)) return refuse('not-sent');
    const markTaken = () => familyRequests.taken(requestId, { ...command, key: `taken ${command.key}` });
    const happened = async () => {
      const now = await familyRequests.open(requestId);
      return refuse('not-waiting', { happened: now && decidedWords(now.request.state, viewer.id) });
    };

    const already = await referrals.get(state.referralId);
    if (already && state.state === 'being-taken') await markTaken();
    if (already && state.screened?.by !== viewer.id) return happened();
    if (already)
      return { kind: 'done', id: already.id, version: already.version, state: already.state, repeated: true };
    if (!isUndecided(state)) return happened();

    const carried = state.sentOn && toReferral(answersIn(found.kept), body, state.sentOn);
    const parsed = LogReferral.safeParse(carried);
    if (!parsed.success)
      throw problemOf(
        fieldProblems(parsed.error.issues, 'body').map(({ field, detail }) => ({ field, says: detail })),
      );
    const today = todayInLondon(clock);
    const { asked, faults } = toNewReferral(parsed.data, {
      organisations,
      clock,
      own: undefined,
      statedBy: 'family',
    });
    const wrong = [...faults, ...faultsIn(asked, today).map(fieldOf)];
    if (wrong.length > 0) throw problemOf(wrong);

    const begun = await familyRequests.beginTaking(requestId, { ...command, key: `taking ${command.key}` });
    if (begun.kind !== 'done') return begun.kind === 'refused' ? happened() : begun;
    const outcome = await admit(asked, state.referralId, command, parts, seesAll);
    if (outcome.kind === 'done') {
      await markTaken();
      return outcome;
    }
    if (outcome.kind === 'exists') return happened();
    await familyRequests.giveUpTaking(requestId, { ...command, key: `not taken ${command.key}` });
    return outcome;
  },
  refusals: { ...admitRefusals, ...screenRefusals },
  form: takeRequestForm,
  then: {
    page: ({ id }) => `/${id}/logged`,
    says: () => 'Referral logged from the family’s request.',
    worklist: fromFamilies,
    api: ({ id, state: { referral } }) => ({
      status: 201,
      body: { referralId: id, reference: referral.reference },
      location: `/api/referrals/${id}`,
    }),
  },
  responses: z.object({ referralId: ReferralId, reference: Reference }),
});
