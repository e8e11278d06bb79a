import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayState, refuse, type Decision, type Made } from '@waymark/events';
import { action, view, type Action, type View } from '@waymark/runtime';
import { z } from 'zod';
import type { Pathway } from '../../domain/pathway.ts';
import { PathwayParams } from '../view-pathway/params.ts';
import { CheckedAnswer, checked, type Checked } from './checked.ts';
import { record } from './decide.ts';
import { commonOf, type Kind } from './kind.ts';
import { kinds } from './kinds.ts';
import { recordRefusals } from './refusals.ts';

type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };

const Form = z.object({
  kind: z.string(),
  title: z.string(),
  reference: z.string(),
  fields: z.array(z.unknown()),
});

const template = 'record-fact/page.njk';

/** The form for one kind of fact. */
function formOf(kind: Kind): View<Parts> {
  return view({
    id: `record-${kind.id}-form`,
    summary: `${kind.title}: the form`,
    path: `/:pathwayId/record/${kind.id}`,
    permission: 'pathway:record',
    params: PathwayParams,
    load: async ({ params }, { pathways, clock }: Parts) => {
      const stored = await pathways.get(params.pathwayId);
      const today = todayInLondon(clock);
      return stored && { state: stored.state, kind, today, fields: kind.fields(today) };
    },
    page: { template },
    api: {
      body: Form,
      of: ({ state, fields }) => ({ kind: kind.id, title: kind.title, reference: state.reference, fields }),
    },
    audits: ({ state }) => ({ subjects: [state.personId], purpose: 'direct care' }),
  });
}

/** What comes of recording this, whether or not it is then saved. */
function recorded(
  kind: Kind,
  pathway: Pathway,
  body: { on: Pathway['receivedOn'] },
  made: Made,
): Decision<Pathway> {
  const fact = kind.fact(body, commonOf(pathway.referralId, body.on, made));
  return 'refused' in fact ? refuse(fact.refused) : record(pathway, fact, made.by, made.at.date);
}

/** Says what recording it will do to each clock, and saves nothing. */
function checkOf(kind: Kind, form: View<Parts>): Action<Parts> {
  return action({
    id: `check-${kind.id}`,
    summary: `${kind.title}: what it would do to each clock, without saving it`,
    path: `/:pathwayId/record/${kind.id}/check`,
    permission: 'pathway:record',
    params: PathwayParams,
    body: kind.body,
    looks: true,
    form,
    run: async ({ params, body, made }, { pathways }: Parts) => {
      const stored = await pathways.get(params.pathwayId);
      if (!stored) return { kind: 'missing' };
      const decision = recorded(kind, stored.state, body, made);
      if (decision.kind === 'refused') return decision;
      const state: Checked = checked(stored.state, decision.state, body.on, made.at.date);
      return { kind: 'done', id: params.pathwayId, state, repeated: false };
    },
    refusals: recordRefusals,
    then: {
      page: ({ state: { pathway, ...found } }, { made }) => ({
        template,
        model: {
          ...{ state: pathway, kind, today: made.at.date, fields: kind.fields(made.at.date) },
          checked: found,
        },
      }),
      api: ({ state }) => ({ status: 200, body: CheckedAnswer.parse(state) }),
    },
    audits: ({ state: { pathway } }) => ({ subjects: [pathway.personId], purpose: 'direct care' }),
    responses: CheckedAnswer,
  });
}

function actionOf(kind: Kind, form: View<Parts>): Action<Parts> {
  return action({
    id: `record-${kind.id}`,
    summary: kind.title,
    path: `/:pathwayId/record/${kind.id}`,
    permission: 'pathway:record',
    params: PathwayParams,
    body: kind.body,
    form,
    run: ({ params, body, made }, { pathways }: Parts) =>
      pathways.change(params.pathwayId, made, (pathway) => recorded(kind, pathway, body, made)),
    refusals: recordRefusals,
    then: {
      page: (_, { params }) => `/${params.pathwayId}`,
      api: ({ state }, { params, made }) => ({
        status: 201,
        body: { factId: `rec.${made.key}`, pathway: PathwayState.parse(state) },
        location: `/${params.pathwayId}`,
      }),
    },
    responses: z.object({ factId: z.string(), pathway: PathwayState }),
  });
}

const forms = kinds.map((kind) => ({ kind, form: formOf(kind) }));
export const recordForms: readonly View<Parts>[] = forms.map(({ form }) => form);
export const recordActions: readonly Action<Parts>[] = forms.flatMap(({ kind, form }) => [
  actionOf(kind, form),
  checkOf(kind, form),
]);
