import {
  attendance,
  Attendance,
  ConsultationMechanism,
  consultationMechanism,
  entriesOn,
  londonTimeOf,
  momentAt,
  teamType,
  TeamType,
  TimeOfDay,
  type CalendarDate,
  type Moment,
} from '@waymark/care-types';
import { interventionKinds, outcomeTools, OutcomeTool } from '@waymark/wait-clocks';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { interventionWords } from '../fact-words.ts';
import { kind, on, type NotOne } from './kind.ts';

/** An appointment that is still to come is not a fact yet. */
const held = Attendance.exclude(['0']);

function timeAt(day: CalendarDate, time: TimeOfDay): { at: Moment } | NotOne {
  const moment = momentAt(day, time);
  if (typeof moment === 'string') return { at: moment };
  return { refused: moment.fault === 'skipped' ? 'no-such-time' : 'time-comes-twice' };
}

export const contact = kind({
  id: 'contact',
  title: 'Record a contact',
  lead: 'An appointment or a call, also one that the child was not brought to or that was cancelled.',
  when: 'Date of the contact',
  body: z.strictObject({
    on,
    time: TimeOfDay.optional(),
    attendance: held,
    mechanism: ConsultationMechanism,
    communicated: z.enum(['yes', 'no']).optional(),
    team: TeamType.optional(),
  }),
  fields: (today) => [
    {
      name: 'time',
      label: 'Time of the contact',
      as: 'time',
      hint: 'Needed where a limit is in hours, like 22:15. In the hour that comes twice in October add BST or GMT',
      optional: true,
    },
    {
      name: 'attendance',
      label: 'What became of it',
      as: 'radio',
      choices: choices(attendance.entries.filter(({ code }) => code !== '0')),
    },
    {
      name: 'mechanism',
      label: 'How it was held',
      as: 'select',
      choices: choices(entriesOn(consultationMechanism, today)),
    },
    {
      name: 'communicated',
      label: 'If the child was not brought: did the family clearly know of the appointment?',
      as: 'radio',
      choices: choices({ yes: 'Yes', no: 'No' }),
      optional: true,
    },
    {
      name: 'team',
      label: 'Team that saw the child, if another than the one referred to',
      as: 'select',
      choices: choices(entriesOn(teamType, today)),
      optional: true,
    },
  ],
  fact: ({ time, attendance, mechanism, communicated, team }, common) => {
    const at = time === undefined ? undefined : timeAt(common.on, time);
    if (at !== undefined && 'refused' in at) return at;
    const more = {
      ...(communicated !== undefined && attendance === '3' && { communicated: communicated === 'yes' }),
      ...(team !== undefined && { team }),
    };
    return { type: 'contact', ...common, ...at, attendance, mechanism, ...more };
  },
  formValuesOf: (fact) =>
    fact.type === 'contact' && fact.indirect !== true
      ? {
          time: fact.at && londonTimeOf(fact.at),
          attendance: fact.attendance,
          mechanism: fact.mechanism,
          communicated: fact.communicated === undefined ? undefined : fact.communicated ? 'yes' : 'no',
          team: fact.team,
        }
      : undefined,
});

export const outcomeMeasure = kind({
  id: 'outcome-measure',
  title: 'Record an outcome measure',
  lead: 'Current View describes needs: it is no baseline and stops no clock.',
  when: 'Date it was completed',
  body: z.strictObject({ on, tool: OutcomeTool }),
  fields: () => [
    { name: 'tool', label: 'Which measure', as: 'select', choices: choices(outcomeTools.entries) },
  ],
  fact: ({ tool }, common) => ({ type: 'outcome-measure', ...common, tool }),
  formValuesOf: (fact) => (fact.type === 'outcome-measure' ? { tool: fact.tool } : undefined),
});

export const carePlan = kind({
  id: 'care-plan',
  title: 'Record an agreed care plan',
  lead: 'A plan counts from the day on which it was agreed with the child and family.',
  when: 'Date it was agreed',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'care-plan-agreed', ...common }),
  formValuesOf: ({ type }) => (type === 'care-plan-agreed' ? {} : undefined),
});

export const intervention = kind({
  id: 'intervention',
  title: 'Record an intervention or assessment',
  when: 'Date of the intervention',
  body: z.strictObject({ on, kind: z.enum(interventionKinds) }),
  fields: () => [{ name: 'kind', label: 'What was done', as: 'radio', choices: choices(interventionWords) }],
  fact: ({ kind }, common) => ({ type: 'intervention', ...common, kind }),
  formValuesOf: (fact) => (fact.type === 'intervention' ? { kind: fact.kind } : undefined),
});

export const careCoordinator = kind({
  id: 'care-coordinator',
  title: 'Record a care coordinator',
  lead: 'Early intervention in psychosis: with the first contact it stops the two weeks.',
  when: 'Date the care coordinator was assigned',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'care-coordinator-assigned', ...common }),
  formValuesOf: ({ type }) => (type === 'care-coordinator-assigned' ? {} : undefined),
});

export const diagnosis = kind({
  id: 'diagnosis',
  title: 'Record that a diagnosis was made',
  lead: 'That there is one, not which: the words belong in the clinical record. It stops no clock.',
  when: 'Date of the diagnosis',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'diagnosis-recorded', ...common }),
  formValuesOf: ({ type }) => (type === 'diagnosis-recorded' ? {} : undefined),
});
