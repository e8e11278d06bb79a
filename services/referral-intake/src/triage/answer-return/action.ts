import { informationAskedFor, textOf } from '@waymark/care-types';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import { answer } from './decide.ts';

export const answerForm = stepForm({
  name: 'answer',
  submit: 'Send answer',
  follows: ({ referral: { askedFor = [] } }) =>
    `Asked for: ${askedFor.map((code) => textOf(informationAskedFor, code)).join('; ')}. With the answer the referral waits for a decision again.`,
  fields: () => [noteField('The answer', { rows: 8 })],
});

export const answerReturn = triageStep({
  name: 'answer',
  summary: 'Answer what a team asked for',
  body: z.strictObject({ note: note('The answer') }),
  decide: (record, body, command) => answer(record, body.note, command),
  says: () => 'Answer sent. A team now decides about the referral.',
  form: answerForm,
});
