import { reopeningReason, ReopeningReason } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import { reopen } from './decide.ts';

export const reopenForm = stepForm({
  name: 'reopen',
  submit: 'Open it again',
  follows: ({ referral }) =>
    `${referral.acceptedOn === null ? 'It waits for a decision again' : 'It stands as accepted again'}, and the wait counts from the received date, as if it had never ended.`,
  fields: () => [
    { kind: 'radio', name: 'reason', label: 'Reason', items: choices(reopeningReason.entries) },
    noteField('What has come to light', { optional: true }),
  ],
});

export const reopenReferral = triageStep({
  name: 'reopen',
  summary: 'Take up again a referral that had ended, with its received date',
  body: z.strictObject({ reason: ReopeningReason, note: note('The note').optional() }),
  decide: (record, body, command) => reopen(record, body, command),
  form: reopenForm,
});
