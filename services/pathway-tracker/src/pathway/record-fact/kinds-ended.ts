import { closureReason, ClosureReason } from '@waymark/care-types';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { kind, on } from './kind.ts';

export const discharge = kind({
  id: 'discharge',
  title: 'Discharge',
  says: 'Discharge recorded.',
  lead: 'The child leaves the service and the waiting list. Nobody is ever discharged automatically.',
  when: 'Date the discharge was communicated',
  body: z.strictObject({ on }),
  fields: () => [],
  fact: (_, common) => ({ type: 'discharged', ...common }),
  formValuesOf: ({ type }) => (type === 'discharged' ? {} : undefined),
});

export const closure = kind({
  id: 'closure',
  title: 'Close the referral',
  says: 'Referral closed.',
  lead: 'The wait ends without the help that was asked for.',
  when: 'Date it was closed',
  body: z.strictObject({ on, reason: ClosureReason }),
  fields: () => [{ name: 'reason', label: 'Why', as: 'radio', choices: choices(closureReason.entries) }],
  fact: ({ reason }, common) =>
    reason === '06' ? { type: 'died', ...common } : { type: 'referral-closed', ...common, reason },
  formValuesOf: (fact) => {
    if (fact.type === 'died') return { reason: '06' };
    return fact.type === 'referral-closed' ? { reason: fact.reason } : undefined;
  },
});
