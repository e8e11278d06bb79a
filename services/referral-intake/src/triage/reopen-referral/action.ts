import { reopeningReason } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { selected } from '../../shared/selected.ts';
import { triageStep } from '../step/step.ts';
import { reopen } from './decide.ts';

export const reopenForm = stepForm({
  name: 'reopen',
  submit: 'Reopen referral',
  follows: ({ referral }) =>
    `${referral.acceptedOn === null ? 'It waits for a decision again' : 'It is accepted again'}. The wait counts from the received date.`,
  fields: () => [
    { kind: 'radio', name: 'reason', label: 'Reason for reopening', items: choices(reopeningReason.entries) },
    noteField('What has come to light', { optional: true }),
  ],
});

export const reopenReferral = triageStep({
  name: 'reopen',
  summary: 'Take up again a referral that had ended, with its received date',
  body: z.strictObject({
    reason: selected(reopeningReason, 'Select a reason for reopening'),
    note: note('The note').optional(),
  }),
  decide: (record, body, command) => reopen(record, body, command),
  says: ({ status }) =>
    status === 'accepted'
      ? 'Referral reopened. It is accepted again.'
      : 'Referral reopened. It waits for a decision in triage.',
  form: reopenForm,
});
