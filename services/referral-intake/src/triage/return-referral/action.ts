import {
  addDays,
  CalendarDate,
  dayInWords,
  informationAskedFor,
  InformationAskedFor,
} from '@waymark/care-types';
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
  submit: 'Return referral for information',
  follows: () =>
    'The referral stays on the list with its received date. The child loses no time while somebody answers.',
  fields: ({ today }) => [
    {
      kind: 'checkbox',
      name: 'askedFor',
      label: 'What to ask for',
      items: choices(informationAskedFor.entries),
    },
    { kind: 'date', name: 'answerBy', label: 'Answer by', value: addDays(today, usualDays) },
    noteField('What to ask, in detail', { optional: true }),
  ],
});

export const returnReferral = triageStep({
  name: 'return',
  summary: 'Ask the referrer for more, by a day, before a team decides',
  body: z.strictObject({
    askedFor: z
      .array(InformationAskedFor, { error: 'Select what to ask for' })
      .min(1, 'Select what to ask for')
      .refine((codes) => new Set(codes).size === codes.length, 'Each can be asked for only once'),
    answerBy: CalendarDate,
    note: note('The note').optional(),
  }),
  decide: (record, body, command) => returnForInformation(record, body, command),
  refusals: {
    'answer-not-ahead': () => 'Enter a day after today for “Answer by”.',
    'answer-too-far': () => `Enter a day within ${longestAnswer} days for “Answer by”.`,
    'note-needed': () => 'Enter what else you ask for in “What to ask, in detail”.',
  },
  says: ({ answerBy }) => `Returned for information. Answer asked for by ${dayInWords(answerBy)}.`,
  settles: true,
  form: returnForm,
});
