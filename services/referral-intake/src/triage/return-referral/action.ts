import { addDays, CalendarDate, informationAskedFor, InformationAskedFor } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import { longestAnswer, returnForInformation } from './decide.ts';

const usualDays = 14;

export const returnForm = stepForm({
  name: 'return',
  submit: 'Ask for it',
  follows: () =>
    'The referral stays on the list, and its received date stays too: the child loses no place while somebody answers.',
  fields: ({ today }) => [
    {
      kind: 'checkbox',
      name: 'askedFor',
      label: 'What is asked for',
      items: choices(informationAskedFor.entries),
    },
    { kind: 'date', name: 'answerBy', label: 'Answer by', value: addDays(today, usualDays) },
    noteField('What exactly', { optional: true }),
  ],
});

export const returnReferral = triageStep({
  name: 'return',
  summary: 'Ask the referrer for more, by a day, before a team decides',
  body: z.strictObject({
    askedFor: z
      .array(InformationAskedFor, { error: 'Choose what is asked for' })
      .min(1, 'Choose what is asked for')
      .refine((codes) => new Set(codes).size === codes.length, 'Each can be asked for only once'),
    answerBy: CalendarDate,
    note: note('The note').optional(),
  }),
  decide: (record, body, command) => returnForInformation(record, body, command),
  refusals: {
    'answer-not-ahead': () => 'The day by which to answer must be after today.',
    'answer-too-far': () => `The day by which to answer must be within ${longestAnswer} days.`,
    'note-needed': () => 'Write in the note what else is asked for.',
  },
  form: returnForm,
});
