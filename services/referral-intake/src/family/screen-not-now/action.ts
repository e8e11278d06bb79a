import { OtherHelp, otherHelp, RejectionReason, rejectionReason } from '@waymark/care-types';
import { refuse } from '@waymark/decisions';
import { action, view } from '@waymark/http';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { FamilyRequest, FamilyRequestId, isSent } from '../domain/family-request.ts';
import { decidedWords, screenRefusals } from '../screen-request/decided.ts';
import { screenParams, shownRequest, type ScreenParts } from '../screen-request/view.ts';
import { note } from '../../shared/note.ts';
import type { AdmitParts } from '../../referral/index.ts';
import { fromFamilies } from '../screen-list/view.ts';
import { notifyFamily, type NotifyParts } from './notify-family.ts';

export const notNowForm = view({
  id: 'not-now-form',
  summary: 'Decide that what a family has sent is no referral now: the form',
  path: '/from-families/:requestId/not-now',
  permission: 'referral:screen',
  params: screenParams,
  load: async (asking, parts: ScreenParts) => {
    const shown = await shownRequest(asking, parts);
    return (
      shown && {
        ...shown,
        lists: { reasons: choices(rejectionReason.entries), otherHelp: choices(otherHelp.entries) },
      }
    );
  },
  page: { template: 'family/screen-not-now/page.njk' },
  audits: ({ request }) => ({ subjects: [request.requestId], purpose: 'screen what a family has sent' }),
});

export const notNow = action({
  id: 'family-request-not-now',
  summary: 'Decide that what a family has sent is no referral now: why, and which other help is named',
  path: '/from-families/:requestId/not-now',
  permission: 'referral:screen',
  params: screenParams,
  body: z.strictObject({
    reason: RejectionReason,
    otherHelp: z
      .array(OtherHelp, { error: 'Choose other help' })
      .min(1, 'Choose other help')
      .refine((codes) => new Set(codes).size === codes.length, 'Each can be named only once'),
    note: note('The note'),
  }),
  run: async (
    { params: { requestId }, body, command, viewer, clock },
    parts: ScreenParts & NotifyParts & Pick<AdmitParts, 'referrals'>,
  ) => {
    const { familyRequests, referrals } = parts;
    const found = await familyRequests.open(requestId);
    if (!found) return { kind: 'missing' };
    const { state } = found.request;
    if (!isSent(state)) return refuse('not-sent');
    if (state.state === 'being-taken' && (await referrals.get(state.referralId)))
      await familyRequests.taken(requestId, { ...command, key: `taken ${command.key}` });
    const outcome = await familyRequests.notTaken(requestId, body, command);
    if (outcome.kind === 'refused') {
      const now = await familyRequests.open(requestId);
      return refuse(outcome.code, { happened: now && decidedWords(now.request.state, viewer.id) });
    }
    if (outcome.kind === 'done' && !outcome.repeated) await notifyFamily(requestId, parts, clock);
    return outcome;
  },
  refusals: screenRefusals,
  form: notNowForm,
  then: {
    page: ({ id }) => `/from-families/${id}`,
    says: () => 'Request not taken as a referral now. The family is told, and which other help there is.',
    worklist: fromFamilies,
    api: ({ state }) => ({ status: 200, body: { requestId: state.requestId, state: state.state } }),
  },
  responses: z.object({ requestId: FamilyRequestId, state: FamilyRequest.shape.state }),
});
