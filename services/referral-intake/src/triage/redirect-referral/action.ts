import type { RedirectionReason } from '@waymark/care-types';
import { OdsCode, redirectionReason } from '@waymark/care-types';
import { fieldProblem, problemError } from '@waymark/http';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { selected } from '../../shared/selected.ts';
import { triageStep } from '../step/step.ts';
import type { ViewParts } from '../../referral/index.ts';
import { redirect } from './decide.ts';

const whichProvider = 'Select a provider from the list';

export const redirectForm = stepForm({
  name: 'redirect',
  submit: 'Redirect referral',
  follows: ({ words }) =>
    `The wait at ${words.provider} ends today. The received date goes with the referral, so the child does not start again.`,
  fields: ({ referral }, { organisations }) => [
    {
      kind: 'select',
      name: 'to',
      label: 'New provider',
      empty: 'Select a provider',
      items: organisations.all
        .filter(({ kind, code }) => kind === 'trust' && code !== referral.provider)
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
        .map(({ code, name }) => ({ value: code, text: name })),
    },
    {
      kind: 'radio',
      name: 'reason',
      label: 'Reason for redirecting',
      items: choices(redirectionReason.entries),
    },
    noteField('What was agreed, and what the family was told', { optional: true }),
  ],
});

export const redirectReferral = triageStep<
  { to: OdsCode; reason: z.infer<typeof RedirectionReason>; note?: string | undefined },
  Pick<ViewParts, 'organisations'>
>({
  name: 'redirect',
  summary: 'Another provider takes the referral over, with its received date',
  body: z.strictObject({
    to: z
      .string({ error: whichProvider })
      .pipe(OdsCode)
      .meta({ examples: ['RX3'] }),
    reason: selected(redirectionReason, 'Select a reason for redirecting'),
    note: note('The note').optional(),
  }),
  decide: (record, body, command, { parts: { organisations } }) => {
    if (organisations.byCode(body.to)?.kind !== 'trust')
      throw problemError('invalid-body', { errors: [fieldProblem('body', ['to'], whichProvider)] });
    return redirect(record, body, command);
  },
  refusals: { 'same-provider': () => 'This provider has the referral already. Choose another.' },
  says: ({ redirectedTo }, { organisations }) =>
    `Redirected to ${redirectedTo ? (organisations.byCode(redirectedTo)?.name ?? redirectedTo) : 'another provider'}.`,
  settles: true,
  form: redirectForm,
});
