import { OtherHelp, otherHelp, rejectionReason, RejectionReason } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import { decline } from './decide.ts';

export const declineForm = stepForm({
  name: 'decline',
  submit: 'Do not take it on',
  follows: () =>
    'The wait ends today, and the family’s page names the help that you choose here. The referral can be opened again, with its received date. If only something is missing, ask for it instead.',
  fields: () => [
    { kind: 'radio', name: 'reason', label: 'Reason', items: choices(rejectionReason.entries) },
    {
      kind: 'checkbox',
      name: 'otherHelp',
      label: 'Other help for the child and the family',
      hint: 'Choose at least one.',
      items: choices(otherHelp.entries),
    },
    noteField('Why, and what was said to the family'),
  ],
});

export const declineReferral = triageStep({
  name: 'decline',
  summary: 'A team does not take the referral on, and names other help',
  body: z.strictObject({
    reason: RejectionReason,
    otherHelp: z
      .array(OtherHelp, { error: 'Choose other help' })
      .min(1, 'Choose other help')
      .refine((codes) => new Set(codes).size === codes.length, 'Each can be named only once'),
    note: note('The note'),
  }),
  decide: (record, body, command) => decline(record, body, command),
  form: declineForm,
});
