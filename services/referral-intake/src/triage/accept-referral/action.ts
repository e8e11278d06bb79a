import { entriesOn, TeamType, teamType } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { stepForm } from '../step/form.ts';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { triageStep } from '../step/step.ts';
import { accept } from './decide.ts';

export const acceptForm = stepForm({
  name: 'accept',
  submit: 'Accept the referral',
  follows: () =>
    'The team then owns the wait. The received date stays, and the wait goes on counting from it.',
  fields: ({ referral, today }) => [
    {
      kind: 'select',
      name: 'team',
      label: 'Team that takes it on',
      empty: 'Choose',
      items: choices(entriesOn(teamType, today)),
      ...(referral.team && { value: referral.team }),
    },
    noteField('Why this team', { optional: true }),
  ],
});

export const acceptReferral = triageStep({
  name: 'accept',
  summary: 'A team takes the referral on',
  body: z.strictObject({ team: TeamType, note: note('The note').optional() }),
  decide: (record, body, command) => accept(record, body, command),
  refusals: { 'team-not-in-use': () => 'This kind of team is not in use any more. Choose another.' },
  form: acceptForm,
});
