import { CalendarDate } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { kind, on } from './kind.ts';

export const treatmentStarted = kind({
  id: 'treatment',
  title: 'Record the start of treatment',
  lead: 'The first treatment meant to manage the child’s difficulty. It stops the local 18 weeks.',
  when: 'Date treatment began',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'treatment-started', ...common }),
  formValuesOf: ({ type }) => (type === 'treatment-started' ? {} : undefined),
});

export const noTreatment = kind({
  id: 'no-treatment-now',
  title: 'Record that no treatment begins now',
  when: 'Date the family was told',
  body: z.strictObject({ on, why: z.enum(['family-waits', 'professional-waits', 'not-needed', 'declined']) }),
  fields: () => [
    {
      name: 'why',
      label: 'Why not',
      as: 'radio',
      choices: choices({
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
  formValuesOf: (fact) => {
    if (fact.type === 'active-monitoring')
      return { why: fact.by === 'patient' ? 'family-waits' : 'professional-waits' };
    if (fact.type === 'decision-not-to-treat') return { why: 'not-needed' };
    return fact.type === 'treatment-declined' ? { why: 'declined' } : undefined;
  },
});

export const decision = kind({
  id: 'decision-to-treat',
  title: 'Record a decision to treat',
  lead: 'After active monitoring, or for a new treatment that was not in the plan, it starts a new wait of 18 weeks.',
  when: 'Date the family was told',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'decision-to-treat', ...common }),
  formValuesOf: ({ type }) => (type === 'decision-to-treat' ? {} : undefined),
});

export const monitoringEnded = kind({
  id: 'monitoring-ended',
  title: 'Record that active monitoring ended',
  lead: 'If the family had chosen to wait, this is the day they decide to go ahead, and a new clock starts. Otherwise a decision to treat starts it.',
  when: 'Date it ended',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'active-monitoring-ended', ...common }),
  formValuesOf: ({ type }) => (type === 'active-monitoring-ended' ? {} : undefined),
});

export const planned = kind({
  id: 'planned-care',
  title: 'Record care planned for a later date',
  lead: 'Planned care is no wait until its date has passed; from then on the 18 weeks run.',
  when: 'Date it was planned',
  body: z.strictObject({ on, until: CalendarDate }),
  fields: () => [
    { name: 'until', label: 'Date for which it is planned', as: 'date', hint: 'For example, 31 3 2027' },
  ],
  fact: ({ until }, common) => ({ type: 'planned', ...common, until }),
  formValuesOf: (fact) => (fact.type === 'planned' ? { until: fact.until } : undefined),
});

export const ratified = kind({
  id: 'self-referral-ratified',
  title: 'Record that the self-referral is ratified',
  lead: 'A professional who may refer agrees to it. The 18 weeks then count from the day it was received.',
  when: 'Date it was ratified',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'self-referral-ratified', ...common }),
  formValuesOf: ({ type }) => (type === 'self-referral-ratified' ? {} : undefined),
});
