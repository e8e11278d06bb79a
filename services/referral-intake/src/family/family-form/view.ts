import { needDomains, todayInLondon } from '@waymark/care-types';
import { view, type View } from '@waymark/http';
import { choices } from '@waymark/web';
import { familySteps, formKeptDays, type FamilyStep } from '../domain/family-request.ts';
import { labelOf, type Organisations } from '../../shared/domain/organisations.ts';
import { typedOf } from '../../shared/typed.ts';
import { answersOf } from './answers.ts';
import { missingIn } from './steps.ts';
import {
  askedForWords,
  byWords,
  impactWords,
  lifeItems,
  notSaid,
  notSure,
  offeredServices,
  parentsWords,
  whoWords,
} from './words.ts';
import { formStatusOf, savedRequestOf, type FamilyParts } from './saved-request.ts';

type Asking = Parameters<View<FamilyParts>['load']>[0];

/** What every page of the form knows. */
async function pageModel(asking: Asking, parts: FamilyParts) {
  const written = await savedRequestOf(asking, parts);
  return {
    formStatus: formStatusOf(parts, written),
    phone: parts.family.phone,
    keptDays: formKeptDays,
    written,
    /** Whether the young person writes: then we say "you". */
    self: written?.answers.who?.who === 'young-person',
  };
}

export const familyDoor = view({
  id: 'family-start',
  summary: 'Where a family or a young person asks for help without an account',
  path: '/family',
  permission: 'family:refer',
  load: async (asking, parts: FamilyParts) => {
    const { written, ...model } = await pageModel(asking, parts);
    const risk = written?.request.state.atRisk ?? false;
    return { ...model, begun: model.formStatus === 'open', risk };
  },
  page: { template: 'family/family-form/door.njk' },
});

/** The page of one step, with what was kept of it. */
export const familyStepViews = Object.fromEntries(
  familySteps.map((step) => [
    step,
    view({
      id: `family-${step}`,
      summary: `A step of the form for families: ${step}`,
      path: `/family/${step}`,
      permission: 'family:refer',
      load: async (asking, parts: FamilyParts) => {
        const { written, ...model } = await pageModel(asking, parts);
        const begins = step === 'who' && model.formStatus === 'nothing-kept';
        return {
          ...model,
          formStatus: begins ? ('open' as const) : model.formStatus,
          begins,
          step,
          place: familySteps.indexOf(step) + 1,
          of: familySteps.length,
          today: todayInLondon(asking.clock),
          kept: written?.kept ?? {},
          lists: listsOf(parts.organisations),
        };
      },
      page: { template: 'family/family-form/step.njk' },
      typed: ({ kept }) => (step in kept ? typedOf(kept[step]) : undefined),
    }),
  ]),
) as Record<FamilyStep, View<FamilyParts>>;

export const familyCrisis = view({
  id: 'family-crisis',
  summary: 'What to do at once where a serious risk was stated, before the form goes on',
  path: '/family/crisis',
  permission: 'family:refer',
  load: async (asking, parts: FamilyParts) => {
    const { written, ...model } = await pageModel(asking, parts);
    return { ...model, next: written ? nextOf(written.kept) : 'who' };
  },
  page: { template: 'family/family-form/crisis.njk' },
});

export const familyCheck = view({
  id: 'family-check',
  summary: 'The answers of a family, to check before a code is sent',
  path: '/family/check',
  permission: 'family:refer',
  load: async (asking, parts: FamilyParts) => {
    const { written, ...model } = await pageModel(asking, parts);
    const answers = written?.answers ?? {};
    return {
      ...model,
      sections: answersOf(answers, parts.organisations),
      missing: missingIn(answers),
      atRisk: written?.request.state.atRisk ?? false,
    };
  },
  page: { template: 'family/family-form/check.njk' },
});

/** Asks once more before the answers are thrown away. */
export const familyThrowAway = view({
  id: 'family-throw-away-page',
  summary: 'Asks once more before the answers of a family are thrown away',
  path: '/family/throw-away',
  permission: 'family:refer',
  load: async (asking, parts: FamilyParts) => {
    const { written: _answers, ...model } = await pageModel(asking, parts);
    return model;
  },
  page: { template: 'family/family-form/throw-away.njk' },
});

/** The first step that was not seen yet, or the check. */
export function nextOf(kept: object): FamilyStep | 'check' {
  return familySteps.find((step) => !(step in kept)) ?? 'check';
}

function listsOf({ all }: Organisations) {
  const listed = (kind: string) =>
    all.filter((each) => each.kind === kind).map((each) => ({ value: each.code, text: labelOf(each) }));
  return {
    who: choices(whoWords),
    by: choices(byWords),
    parents: choices(parentsWords),
    services: [...offeredServices, notSure].map((value) => ({ value, text: askedForWords[value] ?? value })),
    risks: lifeItems.filter(({ sameDayRisk }) => sameDayRisk),
    life: lifeItems.filter(({ sameDayRisk }) => !sameDayRisk),
    needs: choices(needDomains.entries),
    settings: [{ value: 'home', text: 'How much at home?' }],
    impact: [
      { value: '', text: notSaid },
      ...impactWords.map((text, value) => ({ value: String(value), text })),
    ],
    schools: listed('school'),
    practices: listed('practice'),
  };
}
