import { decide, refuse } from '@waymark/decisions';
import { z } from 'zod';
import { personParams, personStep } from '../step/step.ts';
import { note } from '../../shared/note.ts';

export const { form: showAddressForm, act: showAddress } = personStep({
  id: 'show-address',
  title: 'Stop hiding where the child is',
  summary: 'Let those who care for a child see again where they are; open referrals tell the district again',
  path: '/show-address',
  permission: 'identity:hidden-address',
  params: personParams,
  body: z.strictObject({
    note: note('Why it need not be hidden any more'),
    sure: z.literal(true, { error: 'Tick that it was checked, or leave the address hidden' }),
  }),
  submit: 'Show it again',
  says: 'Address shown again.',
  follows: () =>
    'Everyone who cares for the child, and who referred, then sees where the child is. What has once been seen cannot be hidden again from those who saw it.',
  whyNot: ({ details }) => (details.addressHidden ? undefined : 'Where this child is, is not hidden.'),
  fields: () => [
    {
      kind: 'area',
      name: 'note',
      label: 'Why it need not be hidden any more',
      hint: 'Say who decided, and when. Kept with the record, sealed.',
      rows: 3,
    },
    {
      kind: 'checkbox',
      name: 'sure',
      label: 'Before you go on',
      items: [
        {
          value: 'true',
          text: 'It was checked with the family, and with social care where they are involved, that nobody is at risk when this is seen again',
        },
      ],
    },
  ],
  decide: ({ addressHidden, ...details }) => (addressHidden ? decide(details) : refuse('not-hidden')),
  said: ({ note: said }) => ({
    ...{ reason: 'learned-later', note: said },
    untold: { reason: 'learned-later' },
  }),
  refusals: { 'not-hidden': () => 'Where this child is, is not hidden.' },
});
