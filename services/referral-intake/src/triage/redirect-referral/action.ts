import { OdsCode, redirectionReason, RedirectionReason } from '@waymark/care-types';
import { fieldProblem, problemError } from '@waymark/http';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import type { ViewParts } from '../../referral/index.ts';
import { redirect } from './decide.ts';

export const redirectForm = stepForm({
  name: 'redirect',
  submit: 'Pass it on',
  follows: ({ words }) =>
    `The wait at ${words.provider} ends today. The received date goes with the referral, so that the child starts at no new beginning.`,
  fields: ({ referral }, { organisations }) => [
    {
      kind: 'select',
      name: 'to',
      label: 'Provider that takes it over',
      empty: 'Choose',
      items: organisations.all
        .filter(({ kind, code }) => kind === 'trust' && code !== referral.provider)
        .map(({ code, name }) => ({ value: code, text: name })),
    },
    { kind: 'radio', name: 'reason', label: 'Reason', items: choices(redirectionReason.entries) },
    noteField('What was agreed with them, and what the family was told', { optional: true }),
  ],
});

export const redirectReferral = triageStep<
  { to: OdsCode; reason: z.infer<typeof RedirectionReason>; note?: string | undefined },
  Pick<ViewParts, 'organisations'>
>({
  name: 'redirect',
  summary: 'Another provider takes the referral over, with its received date',
  body: z.strictObject({ to: OdsCode, reason: RedirectionReason, note: note('The note').optional() }),
  decide: (record, body, command, { parts: { organisations } }) => {
    if (organisations.byCode(body.to)?.kind !== 'trust')
      throw problemError('invalid-body', {
        errors: [fieldProblem('body', ['to'], 'Choose an NHS organisation from the list')],
      });
    return redirect(record, body, command);
  },
  refusals: { 'same-provider': () => 'This provider has the referral already. Choose another.' },
  form: redirectForm,
});
