import {
  Attendance,
  attendance,
  CalendarDate,
  closureReason,
  ClosureReason,
  ConsultationMechanism,
  consultationMechanism,
  entriesOn,
  type CalendarDate as Day,
} from '@waymark/care-types';
import { outcomeTools, OutcomeTool } from '@waymark/wait-clocks';
import { z } from 'zod';
import type { PathwayFact } from '../../domain/pathway.ts';
import { interventionWords } from '../view-pathway/fact-words.ts';

type Choices = readonly { value: string; text: string }[];
export type Field = { name: string; label: string; choices: Choices; as: 'radio' | 'select' };
type Common = Pick<PathwayFact, 'factId' | 'referralId' | 'on'>;

/** One kind of thing that a clinician can record: how it is asked for, and the fact that it makes. */
export type Kind<Body extends { on: Day } = { on: Day }> = {
  id: string;
  /** The words of the link, and of the heading. */
  title: string;
  /** Says what it is for, where the title does not. */
  lead?: string;
  when: string;
  body: z.ZodType<Body>;
  fields: (today: Day) => readonly Field[];
  fact: (body: Body, common: Common) => PathwayFact;
};

const on = CalendarDate;
const listed = (entries: readonly { code: string; text: string }[]): Choices =>
  entries.map(({ code, text }) => ({ value: code, text }));
const worded = (words: Readonly<Record<string, string>>): Choices =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

/** A kind whose body is known to its own fact, and to nobody else. */
function kind<Body extends { on: Day }>(of: Kind<Body>): Kind {
  return of as unknown as Kind;
}

/** An appointment that is still to come is not a fact yet. */
const held = Attendance.exclude(['0']);

export const contact = kind({
  id: 'contact',
  title: 'Record a contact',
  lead: 'An appointment or a call, also one that the child was not brought to or that was cancelled.',
  when: 'Date of the contact',
  body: z.strictObject({ on, attendance: held, mechanism: ConsultationMechanism }),
  fields: (today) => [
    {
      name: 'attendance',
      label: 'What became of it',
      as: 'radio',
      choices: listed(attendance.entries.filter(({ code }) => code !== '0')),
    },
    {
      name: 'mechanism',
      label: 'How it was held',
      as: 'select',
      choices: listed(entriesOn(consultationMechanism, today)),
    },
  ],
  fact: ({ attendance, mechanism }, common) => ({ type: 'contact', ...common, attendance, mechanism }),
});

const outcomeMeasure = kind({
  id: 'outcome-measure',
  title: 'Record an outcome measure',
  lead: 'Current View describes needs: it is no baseline and stops no clock.',
  when: 'Date it was completed',
  body: z.strictObject({ on, tool: OutcomeTool }),
  fields: () => [
    { name: 'tool', label: 'Which measure', as: 'select', choices: listed(outcomeTools.entries) },
  ],
  fact: ({ tool }, common) => ({ type: 'outcome-measure', ...common, tool }),
});

const carePlan = kind({
  id: 'care-plan',
  title: 'Record an agreed care plan',
  lead: 'A plan counts from the day on which it was agreed with the child and family.',
  when: 'Date it was agreed',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'care-plan-agreed', ...common }),
});

const intervention = kind({
  id: 'intervention',
  title: 'Record an intervention or assessment',
  when: 'Date of the intervention',
  body: z.strictObject({
    on,
    kind: z.enum(['psychological', 'psychosocial', 'medication', 'autism-assessment', 'adhd-assessment']),
  }),
  fields: () => [{ name: 'kind', label: 'What was done', as: 'radio', choices: worded(interventionWords) }],
  fact: ({ kind }, common) => ({ type: 'intervention', ...common, kind }),
});

const treatmentStarted = kind({
  id: 'treatment',
  title: 'Record the start of treatment',
  lead: 'The first treatment meant to manage the child’s difficulty. It stops the local 18 weeks.',
  when: 'Date treatment began',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'treatment-started', ...common }),
});

const noTreatment = kind({
  id: 'no-treatment-now',
  title: 'Record that no treatment begins now',
  when: 'Date the family was told',
  body: z.strictObject({
    on,
    why: z.enum(['family-waits', 'professional-waits', 'not-needed', 'declined']),
  }),
  fields: () => [
    {
      name: 'why',
      label: 'Why not',
      as: 'radio',
      choices: worded({
        'family-waits': 'Active monitoring, as the child or family wished',
        'professional-waits': 'Active monitoring, as the professional advised',
        'not-needed': 'Decision not to treat',
        declined: 'The child or family declined the treatment offered',
      }),
    },
  ],
  fact: ({ why }, common) => {
    switch (why) {
      case 'family-waits':
        return { type: 'active-monitoring', ...common, by: 'patient' };
      case 'professional-waits':
        return { type: 'active-monitoring', ...common, by: 'professional' };
      case 'not-needed':
        return { type: 'decision-not-to-treat', ...common };
      case 'declined':
        return { type: 'treatment-declined', ...common };
    }
  },
});

const discharge = kind({
  id: 'discharge',
  title: 'Discharge',
  lead: 'The child leaves the service and the waiting list. Nobody is ever discharged automatically.',
  when: 'Date the discharge was communicated',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'discharged', ...common }),
});

const closure = kind({
  id: 'closure',
  title: 'Close the referral',
  lead: 'The wait ends without the help that was asked for.',
  when: 'Date it was closed',
  body: z.strictObject({ on, reason: ClosureReason }),
  fields: () => [{ name: 'reason', label: 'Why', as: 'radio', choices: listed(closureReason.entries) }],
  fact: ({ reason }, common) =>
    reason === '06' ? { type: 'died', ...common } : { type: 'referral-closed', ...common, reason },
});

/** In the order in which they are offered. */
export const kinds: readonly Kind[] = [
  contact,
  outcomeMeasure,
  carePlan,
  intervention,
  treatmentStarted,
  noTreatment,
  discharge,
  closure,
];
