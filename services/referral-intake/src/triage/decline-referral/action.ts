import { OtherHelp, otherHelp, rejectionReason } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { selected } from '../../shared/selected.ts';
import { triageStep } from '../step/step.ts';
import { decline } from './decide.ts';

export const declineForm = stepForm({
  name: 'decline',
  submit: 'Decline referral',
  follows: () =>
    'The wait ends today. The family’s page names the help that you choose here. If only something is missing, return the referral for information instead.',
  fields: () => [
    { kind: 'radio', name: 'reason', label: 'Reason for declining', items: choices(rejectionReason.entries) },
    {
      kind: 'checkbox',
      name: 'otherHelp',
      label: 'Other help for the child and the family',
      hint: 'Select at least one.',
      items: choices(otherHelp.entries),
    },
    noteField('Why, and what was said to the family'),
  ],
});

export const declineReferral = triageStep({
  name: 'decline',
  summary: 'Decline a referral, and name other help',
  body: z.strictObject({
    reason: selected(rejectionReason, 'Select a reason for declining'),
    otherHelp: z
      .array(OtherHelp, { error: 'Select other help for the child and the family' })
      .min(1, 'Select other help for the child and the family')
      .refine((codes) => new Set(codes).size === codes.length, 'Each can be named only once'),
    note: note('The note'),
  }),
  decide: (record, body, command) => decline(record, body, command),
  says: () => 'Referral declined. The family’s page names other help.',
  settles: true,
  form: declineForm,
});
