import { todayInLondon } from '@waymark/care-types';
import { refuse, type Outcome } from '@waymark/decisions';
import { action, type Action } from '@waymark/http';
import { z } from 'zod';
import { familySteps, formKeptDays, isSent, type FamilyStep } from '../domain/family-request.ts';
import { problemOf } from '../../shared/problem.ts';
import { familyThrowAway, familyStepViews, nextOf } from './view.ts';
import { answersIn, familyBodies, faultsInChild, statesRisk } from './steps.ts';
import { familyRefusals, notOpen, savedRequestOf, type FamilyParts } from './saved-request.ts';

/** Where the family goes on, and the cookie by which it does. */
type GoingOn = { next: string; cookie: string | undefined };

/** The first step: it begins the form, or is changed while the form is open. */
const tellWho = action({
  id: 'save-family-who',
  summary: 'Begin to ask for help: who asks',
  path: '/family/who',
  permission: 'family:refer',
  body: familyBodies.who,
  run: async ({ body, command, browser, clock }, parts: FamilyParts): Promise<Outcome<GoingOn>> => {
    const { family, familyRequests } = parts;
    const written = await savedRequestOf({ browser }, parts);
    const refused = notOpen(parts, written);
    if (!refused && written) {
      const outcome = await familyRequests.save(written.requestId, 'who', body, undefined, command);
      return outcome.kind === 'done'
        ? { ...outcome, state: { next: nextOf(written.kept), cookie: undefined } }
        : outcome;
    }
    if (refused && refused.code !== 'nothing-kept') return refused;
    if (!(await family.forms.take(browser.address))) return refuse('too-many-forms');
    const outcome = await familyRequests.begin(body, command);
    if (outcome.kind !== 'done') return outcome;
    const until = clock.now().add({ hours: 24 * formKeptDays });
    return { ...outcome, state: { next: 'reach', cookie: await family.cookie.seal(outcome.id, until) } };
  },
  refusals: {
    ...familyRefusals,
    'too-many-forms': () =>
      'Many forms were begun from where you are. Please wait an hour and try again, or ring your GP practice.',
  },
  form: familyStepViews.who,
  then: {
    page: ({ state: { next, cookie } }) => {
      const to = `/family/${next}`;
      return cookie === undefined ? to : { to, setCookie: cookie };
    },
  },
});

function stepAction<Step extends Exclude<FamilyStep, 'who'>>(step: Step): Action<FamilyParts> {
  const body: z.ZodType<z.output<(typeof familyBodies)[Step]>> = familyBodies[step] as never;
  return action({
    id: `save-family-${step}`,
    summary: 'Keep what a family answered at one step',
    path: `/family/${step}`,
    permission: 'family:refer',
    body,
    run: async ({ body: typed, command, browser, clock }, parts: FamilyParts) => {
      const written = await savedRequestOf({ browser }, parts);
      const refused = notOpen(parts, written);
      if (refused || !written) return refused ?? refuse('nothing-kept');
      const kept = { ...written.kept, [step]: typed };
      const answers = answersIn(kept);
      if (step === 'child' && answers.child) {
        const faults = faultsInChild(answers.child, { ...parts, today: todayInLondon(clock) });
        if (faults.length > 0) throw problemOf(faults);
      }
      const atRisk = statesRisk(answers);
      const outcome = await parts.familyRequests.save(written.requestId, step, typed, atRisk, command);
      const stops = atRisk && (step === 'life' || !written.request.state.atRisk);
      return outcome.kind === 'done' ? { ...outcome, state: stops ? 'crisis' : nextOf(kept) } : outcome;
    },
    refusals: familyRefusals,
    form: familyStepViews[step],
    then: { page: ({ state }) => `/family/${state}` },
  });
}

export const familyStepActions = [
  tellWho,
  ...familySteps.filter((step) => step !== 'who').map((step) => stepAction(step)),
];

/** Ends the stay of a family on this device. What was not sent is thrown away. */
export const leaveFamilyForm = action({
  id: 'leave-family-form',
  summary: 'Finish on this device: answers that were not sent are thrown away',
  path: '/family/throw-away',
  permission: 'family:refer',
  body: z.strictObject({}),
  run: async ({ command, browser }, parts: FamilyParts) => {
    const written = await savedRequestOf({ browser }, parts);
    const open = written && !isSent(written.request.state);
    if (open) await parts.familyRequests.throwAway(written.requestId, command);
    const state = { cookie: parts.family.cookie.clear() };
    return { kind: 'done', id: 'family', state, repeated: false };
  },
  refusals: {},
  form: familyThrowAway,
  then: { page: ({ state }) => ({ to: '/family', setCookie: state.cookie }) },
});
