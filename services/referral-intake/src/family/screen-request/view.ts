import {
  ageOn,
  CalendarDate,
  CircumstanceId,
  otherHelp,
  rejectionReason,
  textOf,
  todayInLondon,
  workingDaysAfter,
  workingDaysSince,
} from '@waymark/care-types';
import { Reference, ReferralId } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { FamilyRequests } from '../adapters/family-requests.ts';
import { FamilyRequest, FamilyRequestId, isSent, isUndecided } from '../domain/family-request.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import { answersOf } from '../family-form/answers.ts';
import { answersIn, circumstancesIn } from '../family-form/steps.ts';
import { decidedWords } from './decided.ts';

export type ScreenParts = {
  familyRequests: FamilyRequests;
  organisations: Organisations;
  decideWithin: number;
};

export const screenParams = z.strictObject({ requestId: FamilyRequestId });
type Asking = {
  params: z.output<typeof screenParams>;
  viewer: { id: string };
  clock: Parameters<typeof todayInLondon>[0];
};

const toldWords = {
  'to-tell': 'The family is being told.',
  told: 'The family was told.',
  'not-reached': 'The family could not be told. Please ring or write to them.',
} as const;

/** A request that was sent, as its pages show it; undefined for one that is not known or not sent. */
export async function shownRequest({ params, viewer, clock }: Asking, parts: ScreenParts) {
  const found = await parts.familyRequests.open(params.requestId);
  if (!found || !isSent(found.request.state)) return undefined;
  const { state } = found.request;
  const answers = answersIn(found.kept);
  const today = todayInLondon(clock);
  const sentOn = state.sentOn ?? today;
  return {
    request: state,
    answers,
    sections: answersOf(answers, parts.organisations),
    name: answers.child && [answers.child.givenName, answers.child.familyName].filter(Boolean).join(' '),
    age: answers.child && ageOn(answers.child.dateOfBirth, today),
    circumstances: circumstancesIn(answers),
    sentOn,
    workingDays: workingDaysSince(sentOn, today),
    decideBy: workingDaysAfter(sentOn, parts.decideWithin),
    late: workingDaysAfter(sentOn, parts.decideWithin) < today,
    undecided: isUndecided(state),
    decided: decidedWords(state, viewer.id),
    reason: state.screened?.reason && textOf(rejectionReason, state.screened.reason),
    otherHelp: (state.screened?.otherHelp ?? []).map((code) => textOf(otherHelp, code)),
    note: parts.familyRequests.noteOf(state),
    told: state.told && toldWords[state.told],
    today,
  };
}

export const viewFamilyRequest = view({
  id: 'view-family-request',
  summary: 'What a family has sent, with what was decided about it',
  path: '/from-families/:requestId',
  permission: 'referral:screen',
  params: screenParams,
  load: async (asking, parts: ScreenParts) => shownRequest(asking, parts),
  page: { template: 'family/screen-request/page.njk' },
  api: {
    body: z.object({
      requestId: FamilyRequestId,
      state: FamilyRequest.shape.state,
      reference: Reference,
      sentOn: CalendarDate,
      atRisk: z.boolean(),
      workingDays: z.int(),
      decideBy: CalendarDate,
      late: z.boolean(),
      referralId: ReferralId.nullable().describe('The referral that it became; null until then'),
      answers: z
        .record(z.string(), z.unknown())
        .describe('What the family answered, step by step. Nothing once it is taken: the referral has it')
        .meta({ examples: [{ who: { who: 'parent', name: 'Hazel Demo-Lanchester' } }] }),
      circumstances: z.array(CircumstanceId),
    }),
    of: ({ request, answers, circumstances, sentOn, workingDays, decideBy, late }) => ({
      ...{ requestId: request.requestId, state: request.state, reference: request.reference },
      ...{ sentOn, workingDays, decideBy, late, answers, circumstances, atRisk: request.atRisk },
      referralId: request.state === 'taken' ? request.referralId : null,
    }),
  },
  audits: ({ request }) => ({ subjects: [request.requestId], purpose: 'screen what a family has sent' }),
});
