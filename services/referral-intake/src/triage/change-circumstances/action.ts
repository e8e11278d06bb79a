import {
  CalendarDate,
  CircumstanceId,
  circumstances,
  circumstancesToldBy,
  CircumstancesToldBy,
  circumstanceTitle,
} from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import { changeCircumstances } from './decide.ts';

export const circumstancesForm = stepForm({
  name: 'circumstances',
  submit: 'Record changed circumstances',
  follows: () =>
    'What is new can make a clinician look again at who is seen first. Serious risk is looked at on the same day; if there is danger now, call 999. No clock changes.',
  fields: ({ referral }) => {
    const held = referral.circumstances.map(({ id }) => id);
    return [
      {
        kind: 'checkbox',
        name: 'begun',
        label: 'What is new',
        optional: true,
        items: circumstances
          .filter(({ id }) => !held.includes(id))
          .map(({ id, title }) => ({ value: id, text: title })),
      },
      { kind: 'date', name: 'since', label: 'Since when', optional: true },
      ...(held.length === 0
        ? []
        : [
            {
              kind: 'checkbox' as const,
              name: 'ended',
              label: 'No longer true',
              optional: true,
              items: held.map((id) => ({ value: id, text: circumstanceTitle(id) })),
            },
          ]),
      {
        kind: 'radio',
        name: 'toldBy',
        label: 'How it is known',
        items: choices(circumstancesToldBy.entries),
      },
      noteField('What has happened', { optional: true }),
    ];
  },
});

export const changeOfCircumstances = triageStep({
  name: 'circumstances',
  summary: 'Say what has changed in the life of the child that bears on who is seen first',
  body: z.strictObject({
    begun: z.array(CircumstanceId).max(circumstances.length).default([]),
    ended: z.array(CircumstanceId).max(circumstances.length).default([]),
    since: CalendarDate.optional(),
    toldBy: CircumstancesToldBy,
    note: note('The note').optional(),
  }),
  decide: (record, { begun, ended, ...rest }, command, { reach }) =>
    changeCircumstances(
      record,
      {
        ...rest,
        begun: [...new Set(begun)],
        ended: [...new Set(ended)],
        source: rest.toldBy === 'family' ? 'family' : reach === 'any' ? 'clinician' : 'referrer',
        byReferrer: reach !== 'any',
      },
      command,
    ),
  refusals: {
    'nothing-changed': () => 'Select what is new, or what is no longer true.',
    'begun-and-ended': () => 'Select the same circumstance as new, or as no longer true, not both.',
    'since-the-future': () => 'Enter a day that is not in the future for “Since when”.',
  },
  says: () => 'Changed circumstances recorded. A clinician decides whether the child is seen sooner.',
  form: circumstancesForm,
});
