import { correctionReason, CorrectionReason, todayInLondon } from '@waymark/care-types';
import { refuse } from '@waymark/decisions';
import { view, type Action, type View } from '@waymark/http';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { commonOf } from '../domain/recording.ts';
import type { Kind } from '../record-fact/kind.ts';
import { kinds } from '../record-fact/kinds.ts';
import { recordRefusals } from '../record-fact/refusals.ts';
import { fieldsOf, writingActions, type WritingParts } from '../record-fact/writing.ts';
import { childOf } from '../child.ts';
import { factWords } from '../fact-words.ts';
import { RecordedFactParams } from '../params.ts';
import { correct } from './decide.ts';

const template = 'pathway/correct-fact/page.njk';
const refusals = {
  ...recordRefusals,
  'told-by-the-referral': () => 'The referral says this. Correct the referral instead.',
  'not-recorded': () => 'This is not recorded any more.',
};
const Why = z.enum(CorrectionReason.options, { error: 'Select why it is corrected' });
const asks = {
  body: { correctedBecause: Why },
  fields: [
    {
      name: 'correctedBecause',
      label: 'Why it is corrected',
      as: 'radio' as const,
      choices: choices(correctionReason.entries),
    },
  ],
};
const pathOf = ({ id }: Kind) => `/:pathwayId/facts/:factId/correct/${id}` as const;

const Said = z.object(asks.body);

/** The form holds what was recorded. */
function formOf(kind: Kind): View<WritingParts> {
  return view({
    id: `correct-${kind.id}-form`,
    summary: `${kind.title}: the form that corrects it`,
    path: pathOf(kind),
    permission: 'pathway:record',
    params: RecordedFactParams,
    load: async ({ params, viewer, may }, { pathways, ...parts }: WritingParts) => {
      const stored = await pathways.get(params.pathwayId);
      const fact = stored?.state.facts.find(({ factId }) => factId === params.factId);
      const formValues = fact && kind.formValuesOf(fact);
      if (!stored || !fact || !formValues) return undefined;
      const today = todayInLondon(parts.clock);
      return {
        ...{ state: stored.state, kind, today, fields: fieldsOf(kind, today, asks) },
        whose: await childOf(stored.state, { viewer, may }, parts),
        ...{ fact, words: factWords(fact), formValues },
      };
    },
    typed: ({ fact, formValues }) => {
      const held = Object.entries(formValues).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      return { on: fact.on, ...Object.fromEntries(held) };
    },
    page: { template },
    audits: ({ state }) => ({ subjects: [state.personId], purpose: 'direct care' }),
  });
}

const forms = kinds.map((kind) => ({ kind, form: formOf(kind) }));
export const correctForms: readonly View<WritingParts>[] = forms.map(({ form }) => form);
export const correctActions: readonly Action<WritingParts>[] = forms.flatMap(({ kind, form }) =>
  writingActions(kind, form, {
    id: 'correct',
    does: 'correcting it',
    path: pathOf(kind),
    params: RecordedFactParams,
    template,
    asks,
    status: 200,
    refusals,
    decide: (pathway, { factId }, body, command) => {
      const fact = kind.fact(body, commonOf(pathway.referralId, body.on, command));
      return 'refused' in fact
        ? refuse(fact.refused)
        : correct(
            pathway,
            factId,
            { fact, why: Said.parse(body).correctedBecause },
            command.by,
            command.at.date,
          );
    },
    shows: ({ facts }, { factId }) => {
      const fact = facts.find((known) => known.factId === factId);
      return { fact, words: fact ? factWords(fact) : '' };
    },
  }),
);
