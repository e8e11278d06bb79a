import { CalendarDate, OdsCode } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { kind, on } from './kind.ts';

const arrangements = {
  'appointment-offered': 'The service offered an appointment',
  'appointment-booked': 'An appointment was booked',
  rebooked: 'The family asked for another appointment',
  'offer-declined': 'The family declined the appointment offered',
} as const;
type Arrangement = keyof typeof arrangements;

export const appointment = kind({
  id: 'appointment',
  title: 'Record an appointment offered, booked or declined',
  lead: 'After a missed first appointment the first of these starts a new wait of 18 weeks.',
  when: 'Date it was arranged',
  body: z.strictObject({
    on,
    what: z.enum(Object.keys(arrangements) as [Arrangement, ...Arrangement[]]),
    for: CalendarDate.optional(),
  }),
  fields: () => [
    { name: 'what', label: 'What was arranged', as: 'radio', choices: choices(arrangements) },
    {
      name: 'for',
      label: 'Date of the appointment',
      as: 'date',
      hint: 'For example, 31 3 2027',
      optional: true,
    },
  ],
  fact: ({ what, for: day }, common) =>
    what === 'rebooked' ? { type: what, ...common } : { type: what, ...common, ...(day && { for: day }) },
  formValuesOf: (fact) => {
    if (fact.type === 'rebooked') return { what: fact.type };
    return fact.type === 'appointment-offered' ||
      fact.type === 'appointment-booked' ||
      fact.type === 'offer-declined'
      ? { what: fact.type, for: fact.for }
      : undefined;
  },
});

export const transfer = kind({
  id: 'transfer',
  title: 'Record a transfer to another provider',
  lead: 'The wait goes on: the first date stays.',
  when: 'Date of the transfer',
  body: z.strictObject({ on, to: OdsCode.optional() }),
  fields: () => [
    {
      name: 'to',
      label: 'Code of the provider',
      as: 'text',
      hint: 'The code of the organisation, like RX3. Leave it empty if you do not know it',
      optional: true,
    },
  ],
  fact: ({ to }, common) => ({ type: 'transferred', ...common, ...(to && { to }) }),
  formValuesOf: (fact) => (fact.type === 'transferred' ? { to: fact.to } : undefined),
});

export const recordFlowed = kind({
  id: 'record-flowed',
  title: 'Record that this referral was in the national submission',
  lead: 'Autism figures count a referral only in months for which a record of it was sent.',
  when: 'Any date in that month',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'record-flowed', ...common }),
  formValuesOf: ({ type }) => (type === 'record-flowed' ? {} : undefined),
});

export const ward = kind({
  id: 'ward',
  title: 'Record a stay on a ward',
  lead: 'A stay on this referral takes it out of the four weeks.',
  when: 'Date',
  body: z.strictObject({ on, what: z.enum(['admitted', 'discharged-from-ward']) }),
  fields: () => [
    {
      name: 'what',
      label: 'What happened',
      as: 'radio',
      choices: choices({ admitted: 'Admitted to a ward', 'discharged-from-ward': 'Left the ward' }),
    },
  ],
  fact: ({ what }, common) => ({ type: what, ...common }),
  formValuesOf: ({ type }) =>
    type === 'admitted' || type === 'discharged-from-ward' ? { what: type } : undefined,
});

export const ehcAdvice = kind({
  id: 'ehc-advice',
  title: 'Record advice for an education, health and care plan',
  lead: 'The council asks for advice; it is due six weeks later.',
  when: 'Date',
  body: z.strictObject({ on, what: z.enum(['ehc-advice-requested', 'ehc-advice-sent']) }),
  fields: () => [
    {
      name: 'what',
      label: 'What happened',
      as: 'radio',
      choices: choices({
        'ehc-advice-requested': 'The council asked for advice',
        'ehc-advice-sent': 'The advice was sent',
      }),
    },
  ],
  fact: ({ what }, common) => ({ type: what, ...common }),
  formValuesOf: ({ type }) =>
    type === 'ehc-advice-requested' || type === 'ehc-advice-sent' ? { what: type } : undefined,
});
