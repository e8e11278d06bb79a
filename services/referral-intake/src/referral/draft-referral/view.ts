import {
  circumstanceKnownFrom,
  circumstanceTitle,
  languageName,
  languages,
  todayInLondon,
  londonDateOf,
} from '@waymark/care-types';
import { ownRecords, view, type Typed, type View } from '@waymark/http';
import { choices } from '@waymark/web';
import { z } from 'zod';
import type { Drafts, Kept } from '../adapters/drafts.ts';
import { type NeedsPlans, plansOf } from '../../needs-plan/index.ts';
import { profileOf } from '../../shared/domain/stated-needs.ts';
import { contactPreferences, relations, responsibility } from '../../person/domain/contact.ts';
import { DraftId, draftKeptDays, draftSteps, type DraftStep } from '../domain/draft.ts';
import { educations } from '../../person/domain/education.ts';
import { labelOf, type Organisations } from '../../shared/domain/organisations.ts';
import type { PlanRule } from '../../needs-plan/domain/plan-required.ts';
import { consentAnswers, consentGivers } from '../../shared/domain/statement.ts';
import { mayBeChildren, type MayBeParts } from '../may-be-known/may-be-known.ts';
import { heldBeside } from '../admit/seen-child.ts';
import { toNewReferral } from '../admit/to-new-referral.ts';
import { labelsOf, listsOn } from '../../shared/lists.ts';
import { about } from './faults-at.ts';
import { hasPlanStep, planStepModel } from './plan-step.ts';
import { asksOf, referrerBefore, sourcesFor, writerOf } from './for-whom.ts';
import { contactPlacesIn, needsIn, placeOf, plainFrom, stepsOf, stepTitles, tickedIn } from './steps.ts';
import { answersOf, summaryOf, wholeOf } from './summary.ts';
import { typedOf } from '../../shared/typed.ts';

export type DraftParts = {
  drafts: Drafts;
  organisations: Organisations;
  plans: NeedsPlans;
  planRules: readonly PlanRule[];
};

export const params = z.strictObject({ draftId: DraftId });

type Asking = Parameters<View<DraftParts>['load']>[0];

/** What every step of the form offers and says. */
function stepModel(
  step: DraftStep,
  kept: Kept,
  { clock, reach, viewer }: Asking,
  { organisations, planRules }: DraftParts,
  last?: Kept['referrer'],
) {
  const today = todayInLondon(clock);
  const own = reach === 'any' ? undefined : organisations.byCode(viewer.organisation ?? '');
  const writer = writerOf(reach, own);
  const steps = stepsOf(kept, step === 'plan' || hasPlanStep(kept, today, planRules));
  const lists = listsOn(today);
  return {
    step,
    title: stepTitles[step],
    ...placeOf(step),
    back: steps[steps.indexOf(step) - 1],
    today,
    own,
    ownSchool: own?.kind === 'school' ? labelOf(own) : undefined,
    asks: asksOf(writer),
    before: referrerBefore(writer, viewer, last),
    lists: {
      ...lists,
      sources: sourcesFor(writer, lists.sources),
      consentAnswers: choices(consentAnswers),
      consentGivers: choices(consentGivers),
      educations: choices(educations),
      languages: languages.map(({ text }) => text),
      contactPreferences: choices(contactPreferences),
      relations: choices(relations),
      responsibility: choices(responsibility),
      knownFrom: choices(circumstanceKnownFrom),
    },
    asked: tickedIn(kept).map((id) => ({ id, title: circumstanceTitle(id) })),
    plainFrom: plainFrom(kept),
    contactPlaces: contactPlacesIn(kept),
    keptDays: draftKeptDays,
    ...labelsOf(organisations),
  };
}

export const startReferral = view({
  id: 'start-referral',
  summary: 'The first step of the form to log a referral, and the drafts to go on with',
  path: '/new',
  permission: 'referral:log',
  load: async (asking, parts: DraftParts) => {
    const mine = await parts.drafts.of(asking.viewer.id);
    const opened = await Promise.all(mine.map(({ id }) => parts.drafts.open(DraftId.parse(id))));
    return {
      ...stepModel('referrer', {}, asking, parts, await parts.drafts.lastReferrer(asking.viewer.id)),
      draft: undefined,
      drafts: opened.flatMap((one) =>
        one
          ? [
              {
                draftId: one.draft.id,
                ...summaryOf(one.kept),
                savedAt: one.draft.state.savedAt,
                savedOn: londonDateOf(one.draft.state.savedAt),
                atRisk: one.draft.state.atRisk,
              },
            ]
          : [],
      ),
    };
  },
  relation: ownRecords,
  page: { template: 'referral/draft-referral/step.njk' },
  api: {
    path: '/api/drafts',
    body: z.object({
      drafts: z.array(z.object({ draftId: DraftId, savedAt: z.string(), atRisk: z.boolean() })),
    }),
    of: ({ drafts }) => ({ drafts }),
  },
});

/** The page of one step, with what was kept of it. */
export const stepViews = Object.fromEntries(
  draftSteps.map((step) => [
    step,
    view({
      id: `draft-${step}`,
      summary: `A step of the form to log a referral: ${stepTitles[step]}`,
      path: `/drafts/:draftId/${step}`,
      permission: 'referral:log',
      params,
      load: async (asking, parts: DraftParts) => {
        const found = await parts.drafts.open(asking.params.draftId);
        if (!found) return undefined;
        const { draft, kept } = found;
        const model = stepModel(step, kept, asking, parts);
        const plan =
          step === 'plan'
            ? await planStepModel(kept, model.today, { ...parts, own: plansOf(asking) })
            : undefined;
        return { ...model, plan, draft: { ...draft.state }, version: draft.version, kept, drafts: [] };
      },
      relation: ({ draft }) => ({ organisation: draft.organisation ?? undefined }),
      page: { template: 'referral/draft-referral/step.njk' },
      version: ({ version }) => version,
      typed: ({ kept }) => (step in kept ? typedAt(step, kept) : undefined),
    }),
  ]),
) as Record<DraftStep, View<DraftParts>>;

export const draftCrisis = view({
  id: 'draft-crisis',
  summary: 'What to do at once where a serious risk was stated, before the form goes on',
  path: '/drafts/:draftId/crisis',
  permission: 'referral:log',
  params,
  load: async ({ params: { draftId } }, { drafts }: DraftParts) => {
    const found = await drafts.open(draftId);
    return found && { draft: found.draft.state };
  },
  relation: ({ draft }) => ({ organisation: draft.organisation ?? undefined }),
  page: { template: 'referral/draft-referral/crisis.njk' },
});

export const checkDraft = view({
  id: 'check-draft',
  summary: 'The answers of a draft, to check before it is sent',
  path: '/drafts/:draftId/check',
  permission: 'referral:log',
  params,
  load: async ({ params: { draftId }, clock, reach, viewer, may }, parts: DraftParts & MayBeParts) => {
    const { drafts, organisations, planRules } = parts;
    const found = await drafts.open(draftId);
    if (!found) return undefined;
    const { kept } = found;
    const writing = { viewer, reach, clock, organisations, planRules };
    const { body, faults } = wholeOf(kept, found.draft.state, writing);
    const child = body && toNewReferral(body, about(writing)).asked.child;
    const ofPlan = hasPlanStep(kept, todayInLondon(clock), planRules);
    const own = organisations.byCode(viewer.organisation ?? '');
    const answers = answersOf(kept, organisations, asksOf(writerOf(reach, own)));
    return {
      draft: found.draft.state,
      version: found.draft.version,
      ...placeOf('check'),
      ...summaryOf(kept),
      sections: stepsOf(kept, ofPlan).map((step) => ({
        step,
        title: stepTitles[step],
        answers: answers[step],
        missing: faults.filter((fault) => fault.step === step),
      })),
      ready: faults.length === 0,
      mayBe: child && (await mayBeChildren(child, todayInLondon(clock), may, parts)),
      known:
        child && reach === 'any' ? await heldBeside(child, may('identity:hidden-address'), parts) : undefined,
    };
  },
  relation: ({ draft }) => ({ organisation: draft.organisation ?? undefined }),
  page: { template: 'referral/draft-referral/check.njk' },
  version: ({ version }) => version,
  audits: ({ mayBe = [], known }) => ({
    subjects: [...(known ? [known] : []), ...mayBe].map(({ personId }) => personId),
    purpose: 'may be known already',
  }),
});

/** Asks once more before a draft is thrown away. */
export const throwAwayPage = view({
  id: 'throw-away-draft',
  summary: 'Asks once more before a draft is thrown away',
  path: '/drafts/:draftId/throw-away',
  permission: 'referral:log',
  params,
  load: async ({ params: { draftId } }, { drafts }: DraftParts) => {
    const found = await drafts.open(draftId);
    return found && { draft: found.draft.state, ...summaryOf(found.kept) };
  },
  relation: ({ draft }) => ({ organisation: draft.organisation ?? undefined }),
  page: { template: 'referral/draft-referral/throw-away.njk' },
});

/** What was kept of a step, by the names of its fields. What a program stated without choosing counts as chosen. */
function typedAt(step: DraftStep, kept: Kept): Typed {
  const typed = inWords(typedOf(kept[step]));
  return step === 'needs' && !('chosen' in typed)
    ? { ...typed, chosen: profileOf(needsIn(kept)).map(({ domain }) => domain) }
    : typed;
}

/** What a form shows in words where a code is kept. */
function inWords(typed: Typed): Typed {
  const code = typed['child.mainLanguage'];
  if (typeof code !== 'string') return typed;
  return { ...typed, 'child.mainLanguage': languageName(code) ?? code };
}
