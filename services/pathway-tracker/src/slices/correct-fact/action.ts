import { todayInLondon, type CalendarDate, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayState, refuse, type Decision, type Made } from '@waymark/events';
import { action, view, type Action, type View } from '@waymark/runtime';
import { z } from 'zod';
import type { Pathway } from '../../domain/pathway.ts';
import { CheckedAnswer, checked } from '../record-fact/checked.ts';
import { commonOf, type Kind } from '../record-fact/kind.ts';
import { kinds } from '../record-fact/kinds.ts';
import { recordRefusals } from '../record-fact/refusals.ts';
import { factWords } from '../view-pathway/fact-words.ts';
import { RecordedFactParams } from '../view-pathway/params.ts';
import { correct } from './decide.ts';

type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };
type Body = { on: CalendarDate };

const template = 'correct-fact/page.njk';
const refusals = {
  ...recordRefusals,
  'told-by-the-referral': () => 'The referral says this. Correct the referral instead.',
  'not-recorded': () => 'This is not recorded any more.',
};
const pathOf = ({ id }: Kind) => `/:pathwayId/facts/:factId/correct/${id}` as const;

function corrected(kind: Kind, pathway: Pathway, factId: string, body: Body, made: Made): Decision<Pathway> {
  const fact = kind.fact(body, commonOf(pathway.referralId, body.on, made));
  return 'refused' in fact ? refuse(fact.refused) : correct(pathway, factId, fact, made.by, made.at.date);
}

/** The form holds what was recorded. */
function formOf(kind: Kind): View<Parts> {
  return view({
    id: `correct-${kind.id}-form`,
    summary: `${kind.title}: the form that corrects it`,
    path: pathOf(kind),
    permission: 'pathway:record',
    params: RecordedFactParams,
    load: async ({ params }, { pathways, clock }: Parts) => {
      const stored = await pathways.get(params.pathwayId);
      const fact = stored?.state.facts.find(({ factId }) => factId === params.factId);
      const said = fact && kind.said(fact);
      const today = todayInLondon(clock);
      return (
        stored &&
        fact &&
        said && {
          ...{ state: stored.state, kind, today, fields: kind.fields(today) },
          ...{ fact, words: factWords(fact), said },
        }
      );
    },
    typed: ({ fact, said }) => {
      const held = Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== undefined);
      return { on: fact.on, ...Object.fromEntries(held) };
    },
    page: { template },
    audits: ({ state }) => ({ subjects: [state.personId], purpose: 'direct care' }),
  });
}

/** Says what correcting it will do to each clock, and saves nothing. */
function checkOf(kind: Kind, form: View<Parts>): Action<Parts> {
  return action({
    id: `check-correct-${kind.id}`,
    summary: `${kind.title}: what correcting it would do to each clock, without saving it`,
    path: `${pathOf(kind)}/check`,
    permission: 'pathway:record',
    params: RecordedFactParams,
    body: kind.body,
    looks: true,
    form,
    run: async ({ params, body, made }, { pathways }: Parts) => {
      const stored = await pathways.get(params.pathwayId);
      if (!stored) return { kind: 'missing' };
      const decision = corrected(kind, stored.state, params.factId, body, made);
      if (decision.kind === 'refused') return decision;
      const state = checked(stored.state, decision.state, body.on, made.at.date);
      return { kind: 'done', id: params.pathwayId, state, repeated: false };
    },
    refusals,
    then: {
      page: ({ state: { pathway, ...found } }, { params, made }) => {
        const fact = pathway.facts.find(({ factId }) => factId === params.factId);
        return {
          template,
          model: {
            ...{ state: pathway, kind, today: made.at.date, fields: kind.fields(made.at.date) },
            ...{ fact, words: fact ? factWords(fact) : '', checked: found },
          },
        };
      },
      api: ({ state }) => ({ status: 200, body: CheckedAnswer.parse(state) }),
    },
    audits: ({ state: { pathway } }) => ({ subjects: [pathway.personId], purpose: 'direct care' }),
    responses: CheckedAnswer,
  });
}

function actionOf(kind: Kind, form: View<Parts>): Action<Parts> {
  return action({
    id: `correct-${kind.id}`,
    summary: `${kind.title}: correct what was recorded; the clocks are worked out again`,
    path: pathOf(kind),
    permission: 'pathway:record',
    params: RecordedFactParams,
    body: kind.body,
    form,
    run: ({ params, body, made }, { pathways }: Parts) =>
      pathways.change(params.pathwayId, made, (pathway) =>
        corrected(kind, pathway, params.factId, body, made),
      ),
    refusals,
    then: {
      page: (_, { params }) => `/${params.pathwayId}`,
      api: ({ state }, { params, made }) => ({
        status: 200,
        body: { factId: `rec.${made.key}`, pathway: PathwayState.parse(state) },
        location: `/${params.pathwayId}`,
      }),
    },
    responses: z.object({ factId: z.string(), pathway: PathwayState }),
  });
}

const forms = kinds.map((kind) => ({ kind, form: formOf(kind) }));
export const correctForms: readonly View<Parts>[] = forms.map(({ form }) => form);
export const correctActions: readonly Action<Parts>[] = forms.flatMap(({ kind, form }) => [
  actionOf(kind, form),
  checkOf(kind, form),
]);
