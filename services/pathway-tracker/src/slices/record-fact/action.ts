import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { PathwayState } from '@waymark/events';
import { action, view, type Action, type View } from '@waymark/runtime';
import { z } from 'zod';
import type { Pathway } from '../../domain/pathway.ts';
import { dayWords } from '../view-pathway/day-words.ts';
import { PathwayParams } from '../view-pathway/params.ts';
import { record } from './decide.ts';
import { kinds, type Kind } from './kinds.ts';

type Parts = { pathways: AggregateStore<Pathway>; clock: Clock };

const Form = z.object({
  kind: z.string(),
  title: z.string(),
  reference: z.string(),
  fields: z.array(z.unknown()),
});

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
    page: { template: 'record-fact/page.njk' },
    api: {
      body: Form,
      of: ({ state, fields }) => ({ kind: kind.id, title: kind.title, reference: state.reference, fields }),
    },
    audits: ({ state }) => ({ subjects: [state.personId], purpose: 'direct care' }),
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
    run: ({ params, body, made }, { pathways, clock }: Parts) =>
      pathways.change(params.pathwayId, made, (pathway) => {
        const common = { factId: `rec.${made.key}`, referralId: pathway.referralId, on: body.on };
        return record(pathway, kind.fact(body, common), made.by, todayInLondon(clock));
      }),
    refusals: {
      'in-the-future': () =>
        'The date must be today or earlier. What is still to come is recorded when it has happened.',
      'before-the-referral': ({ receivedOn }) =>
        `The date must not be before the referral was received, ${dayWords(receivedOn)}.`,
      'mechanism-not-in-use': () =>
        'That way of holding a contact was not in use on that date. Choose another.',
      'already-ended': ({ closedOn }) => `The referral ended already, on ${dayWords(closedOn)}.`,
      'after-the-end': ({ closedOn }) =>
        `The date must not be after the referral ended, ${dayWords(closedOn)}.`,
      'ends-before-what-happened': () =>
        'Something is recorded after that date. Withdraw it first, or give a later date.',
      'already-recorded': () => 'Exactly this is recorded already.',
    },
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

const forms = kinds.map(formOf);
export const recordForms: readonly View<Parts>[] = forms;
export const recordActions: readonly Action<Parts>[] = kinds.map((kind, at) =>
  actionOf(kind, forms[at] as View<Parts>),
);
