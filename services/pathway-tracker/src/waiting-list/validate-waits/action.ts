import { todayInLondon, type CalendarDate, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import type { CommandMeta } from '@waymark/decisions';
import type { PathwayId } from '@waymark/events';
import { action } from '@waymark/http';
import { z } from 'zod';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { checked, nameOf, namesFor, recordRefusals, type Names, type People } from '../../pathway/index.ts';
import { inOrder } from '../page-of-waits.ts';
import { answerChoices, answered, Answers, restChoices } from './answers.ts';
import { validate, type Answer } from './decide.ts';
import { validationRow, whyNameless } from './rows.ts';
import { path } from './view.ts';

type Parts = { pathways: AggregateStore<Pathway>; people: People; clock: Clock };

const Result = z.object({
  pathwayId: z.string(),
  outcome: z.enum(['still-waiting', 'ask-family', 'not-waiting', 'refused', 'missing']),
  why: z.string().optional().describe('Why it was refused'),
});
const Results = z.object({ results: z.array(Result) });
type Result = z.infer<typeof Result>;

const refusals: Record<string, (facts: Readonly<Record<string, unknown>>) => string> = {
  ...recordRefusals,
  'risk-open': () =>
    'A serious risk was stated and no clinician has taken it up. Do that first, on the child’s own page.',
};
const nothingAnswered = { 'nothing-answered': () => 'Say of at least one child whether the wait goes on.' };

/** What the answers would do, without noting them. */
export const checkValidation = action({
  id: 'check-validate-waits',
  summary: 'Validation: what the answers would do to each wait, without noting them',
  path: `${path}/check`,
  permission: 'pathway:record',
  looks: true,
  body: Answers,
  run: async ({ body, command, viewer, may }, { pathways, people, clock }: Parts) => {
    const given = answered(body);
    if (given.length === 0 && body.shown.length === 0)
      return { kind: 'refused', code: 'nothing-answered', facts: {} };
    const today = todayInLondon(clock);
    const ids = [...new Set([...body.shown, ...given.map(({ pathwayId }) => pathwayId)])];
    const states = await inOrder(ids, pathways);
    const personIds = states.map(({ personId }) => personId);
    const names = await namesFor(personIds, { people, viewer, may });
    const byId = new Map<string, Pathway>(states.map((state) => [state.pathwayId, state]));
    const effects = given.map(({ pathwayId, given: answer }) =>
      effectOf(pathwayId, byId.get(pathwayId), { answer, command, today, names }),
    );
    const rows = states.map((state) => validationRow(state, names, today));
    return {
      kind: 'done',
      id: 'waiting-list',
      state: { rows, effects, names: whyNameless(names) },
      repeated: false,
    };
  },
  refusals: nothingAnswered,
  then: {
    page: ({ state: { rows, effects, names } }, { body }) => ({
      template: 'waiting-list/validate-waits/page.njk',
      model: {
        ...{ rows, names, shown: rows.length, filter: body.filter ?? '', answerChoices, restChoices },
        checked: sorted(effects),
      },
    }),
    api: ({ state: { effects } }) => ({
      status: 200,
      body: { results: effects.map(({ result }) => result) },
    }),
  },
  audits: ({ state: { rows } }) => ({
    subjects: rows.map(({ personId }) => personId),
    purpose: 'validation',
  }),
  responses: Results,
});

/** The answers are noted, each wait by itself: one that cannot be does not hold up the others. */
export const validateWaits = action({
  id: 'validate-waits',
  summary:
    'Validation: note of many waits whether the child still waits; a wait that is over is closed with its reason',
  path,
  permission: 'pathway:record',
  body: Answers,
  run: async ({ body, command, viewer, may }, { pathways, people }: Parts) => {
    const given = answered(body);
    if (given.length === 0) return { kind: 'refused', code: 'nothing-answered', facts: {} };
    const done: Noted[] = [];
    for (const { pathwayId, given: answer } of given)
      done.push(await note(pathwayId, answer, command, pathways));
    const states = done.flatMap(({ state }) => state ?? []);
    const refused = done.flatMap(({ result, state }) =>
      result.outcome === 'refused' && state ? [state.personId] : [],
    );
    const names = await namesFor(refused, { people, viewer, may });
    const effects = done.map(({ result, state }) => ({ result, who: childOf(state, names), says: [] }));
    const subjects = states.map(({ personId }) => personId);
    const repeated = done.every((each) => each.repeated);
    return {
      kind: 'done',
      id: 'waiting-list',
      state: { effects, subjects, names: whyNameless(names) },
      repeated,
    };
  },
  refusals: nothingAnswered,
  then: {
    page: ({ state: { effects, names } }, { body }) => ({
      template: 'waiting-list/validate-waits/done.njk',
      model: { done: sorted(effects), names, filter: body.filter ?? '' },
    }),
    api: ({ state: { effects } }) => ({
      status: 200,
      body: { results: effects.map(({ result }) => result) },
    }),
  },
  audits: ({ state: { subjects } }) => ({ subjects, purpose: 'validation' }),
  responses: Results,
});

type Who = { pathwayId: string; reference: string; name: string | null };
/** What an answer does to one wait, or why it cannot. */
type Effect = { result: Result; who: Who | undefined; says: string[] };
type Noted = { result: Result; state: Pathway | undefined; repeated: boolean };

async function note(
  pathwayId: PathwayId,
  given: Answer,
  command: CommandMeta,
  pathways: AggregateStore<Pathway>,
): Promise<Noted> {
  const outcome = await pathways.change(pathwayId, command, (pathway) => validate(pathway, given, command));
  switch (outcome.kind) {
    case 'done':
      return {
        result: { pathwayId, outcome: given.answer },
        state: outcome.state,
        repeated: outcome.repeated,
      };
    case 'missing':
      return { result: { pathwayId, outcome: 'missing' }, state: undefined, repeated: false };
    case 'refused': {
      const why = whyNot(outcome.code, outcome.facts);
      const stored = await pathways.get(pathwayId);
      return { result: { pathwayId, outcome: 'refused', why }, ...{ state: stored?.state, repeated: false } };
    }
    default: {
      const why = 'Something else was done under the same key. Begin again.';
      return { result: { pathwayId, outcome: 'refused', why }, state: undefined, repeated: false };
    }
  }
}

function effectOf(
  pathwayId: string,
  pathway: Pathway | undefined,
  {
    answer,
    command,
    today,
    names,
  }: { answer: Answer; command: CommandMeta; today: CalendarDate; names: Names },
): Effect {
  const who = childOf(pathway, names);
  if (!pathway) return { result: { pathwayId, outcome: 'missing' }, who, says: [] };
  const decision = validate(pathway, answer, command);
  if (decision.kind === 'refused') {
    const why = whyNot(decision.code, decision.facts);
    return { result: { pathwayId, outcome: 'refused', why }, who, says: [] };
  }
  const { effects } = checked(pathway, decision.state, today, today);
  return {
    result: { pathwayId, outcome: answer.answer },
    who,
    says: answer.answer === 'not-waiting' ? effects.map(({ title, says }) => `${title}: ${says}`) : [],
  };
}

/** The effects by what they do, as a page shows them. */
function sorted(effects: readonly Effect[]) {
  const of = (outcome: Result['outcome']) => effects.filter(({ result }) => result.outcome === outcome);
  return {
    stay: of('still-waiting').length,
    ask: of('ask-family').length,
    leave: of('not-waiting'),
    cannot: [...of('refused'), ...of('missing')],
  };
}

function whyNot(code: string, facts: Readonly<Record<string, unknown>>): string {
  return refusals[code]?.(facts) ?? 'The rules do not allow this now.';
}

function childOf(pathway: Pathway | undefined, names: Names): Who | undefined {
  if (!pathway) return undefined;
  const { pathwayId, reference } = pathway;
  return { pathwayId, reference, name: nameOf(pathway, names) };
}
