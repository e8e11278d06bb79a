import { decide, refuse } from '@waymark/decisions';
import { z } from 'zod';
import { personParams, personStep } from '../step/step.ts';
import { note } from '../../shared/note.ts';

export const { form: hideAddressForm, act: hideAddress } = personStep({
  id: 'hide-address',
  title: 'Hide where the child is',
  summary:
    'Hide from all but those who are named where a child is; open referrals no longer tell the district',
  path: '/hide-address',
  permission: 'person:change',
  params: personParams,
  body: z.strictObject({ note: note('Why it must be hidden') }),
  submit: 'Hide it now',
  says: 'Address hidden.',
  follows: () =>
    'Address, postcode, telephone numbers, email, school and GP practice are then seen by the triage team alone. What is sent to other services from now on has no district. Do this at once where somebody must not learn where the child is, such as after domestic abuse; only the triage team can undo it.',
  whyNot: ({ details }) => (details.addressHidden ? 'Where this child is, is hidden already.' : undefined),
  fields: () => [
    {
      kind: 'area',
      name: 'note',
      label: 'Why it must be hidden',
      hint: 'Kept with the record, sealed. Only the triage team can read it. Do not write where the child is.',
      rows: 3,
    },
  ],
  decide: (details) =>
    details.addressHidden ? refuse('hidden-already') : decide({ ...details, addressHidden: true }),
  said: ({ note: said }) => ({
    ...{ reason: 'learned-later', note: said },
    untold: { reason: 'learned-later' },
  }),
  refusals: { 'hidden-already': () => 'Where this child is, is hidden already.' },
});
