import { TeamType, teamType } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { noteField } from '../../shared/form-fields.ts';
import { note } from '../../shared/note.ts';
import { selected } from '../../shared/selected.ts';
import { teamName, teamsFor, type Teams } from '../domain/team-fit.ts';
import { stepForm } from '../step/form.ts';
import { triageStep } from '../step/step.ts';
import { accept } from './decide.ts';

/** Which reasons and ages each team sees. */
export type TeamParts = { teams: Teams };

export const acceptForm = stepForm<TeamParts>({
  name: 'accept',
  submit: 'Accept referral',
  follows: () => 'The team then owns the wait. The wait still counts from the received date.',
  fields: ({ referral, today }, { teams }) => {
    const { seeIt, notSet, doNot } = teamsFor(referral, { teams, on: today });
    return [
      {
        kind: 'groups',
        name: 'team',
        label: 'Team',
        ...(referral.team && { value: referral.team }),
        items: choices([...seeIt, ...notSet, ...doNot]),
        groups: [
          { title: 'Teams that see this reason and age', items: choices(seeIt) },
          { title: 'Teams for which no reasons and ages are set', items: choices(notSet), folded: true },
          { title: 'Teams that do not see this reason or age', items: choices(doNot), folded: true },
        ].filter(({ items }) => items.length > 0),
      },
      noteField('Why this team', { optional: true }),
    ];
  },
  sure: { name: 'sure', of: 'team', title: 'Check the team', change: 'Choose another team' },
});

export const acceptReferral = triageStep({
  name: 'accept',
  summary: 'A team takes the referral on',
  body: z.strictObject({
    team: selected(teamType, 'Select a team'),
    /** The same team once more, where it does not see this reason or age and takes the referral on all the same. */
    sure: TeamType.optional(),
    note: note('The note').optional(),
  }),
  decide: (record, body, command, { parts }: { parts: TeamParts }) =>
    accept(record, body, command, parts.teams),
  refusals: {
    'team-not-in-use': () => 'This kind of team is not in use any more. Choose another.',
    'team-does-not-fit': ({ unfit }) =>
      `${(unfit as string[]).join(' ')} Choose another team, or send the team as “sure” as well.`,
  },
  asks: { 'team-does-not-fit': ({ unfit }) => unfit as string[] },
  says: ({ team }) => `Accepted to ${team ? teamName(team) : 'the team'}.`,
  settles: true,
  form: acceptForm,
});
