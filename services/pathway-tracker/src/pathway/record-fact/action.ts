import { todayInLondon } from '@waymark/care-types';
import { refuse } from '@waymark/decisions';
import { view, type Action, type View } from '@waymark/http';
import { z } from 'zod';
import { childOf } from '../child.ts';
import { PathwayParams } from '../params.ts';
import { commonOf, record } from '../domain/recording.ts';
import type { Kind } from './kind.ts';
import { kinds } from './kinds.ts';
import { recordRefusals } from './refusals.ts';
import { writingActions, type WritingParts } from './writing.ts';

const Form = z.object({
  kind: z.string(),
  title: z.string(),
  reference: z.string(),
  fields: z.array(z.unknown()),
});

const template = 'pathway/record-fact/page.njk';

/** The form for one kind of fact. */
function formOf(kind: Kind): View<WritingParts> {
  return view({
    id: `record-${kind.id}-form`,
    summary: `${kind.title}: the form`,
    path: `/:pathwayId/record/${kind.id}`,
    permission: 'pathway:record',
    params: PathwayParams,
    load: async ({ params, viewer, may }, { pathways, ...parts }: WritingParts) => {
      const stored = await pathways.get(params.pathwayId);
      if (!stored) return undefined;
      const today = todayInLondon(parts.clock);
      const whose = await childOf(stored.state, { viewer, may }, parts);
      return { state: stored.state, whose, kind, today, fields: kind.fields(today) };
    },
    page: { template },
    api: {
      body: Form,
      of: ({ state, fields }) => ({ kind: kind.id, title: kind.title, reference: state.reference, fields }),
    },
    audits: ({ state }) => ({ subjects: [state.personId], purpose: 'direct care' }),
  });
}

const forms = kinds.map((kind) => ({ kind, form: formOf(kind) }));
export const recordForms: readonly View<WritingParts>[] = forms.map(({ form }) => form);
export const recordActions: readonly Action<WritingParts>[] = forms.flatMap(({ kind, form }) =>
  writingActions(kind, form, {
    id: 'record',
    does: 'recording it',
    path: `/:pathwayId/record/${kind.id}`,
    params: PathwayParams,
    template,
    status: 201,
    refusals: recordRefusals,
    decide: (pathway, _, body, command) => {
      const fact = kind.fact(body, commonOf(pathway.referralId, body.on, command));
      return 'refused' in fact ? refuse(fact.refused) : record(pathway, fact, command.by, command.at.date);
    },
  }),
);
