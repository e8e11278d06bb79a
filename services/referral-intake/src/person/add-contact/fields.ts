import { choices } from '@waymark/web';
import { relations, responsibility, type Contact } from '../domain/contact.ts';
import type { PersonField } from '../step/step.ts';

/** What is asked of somebody beside the child; how to reach them only of those who may see it. */
export function contactFields(held: Contact | undefined, seesPlace: boolean): PersonField[] {
  return [
    { kind: 'text', name: 'name', label: 'Name', ...(held && { value: held.name }) },
    {
      kind: 'select',
      name: 'relation',
      label: 'What they are to the child',
      empty: 'Choose',
      items: choices(relations),
      ...(held && { value: held.relation }),
    },
    ...(seesPlace
      ? ([
          {
            kind: 'text',
            name: 'phone',
            label: 'Phone',
            optional: true,
            type: 'tel',
            width: 20,
            value: held?.phone ?? '',
          },
          {
            kind: 'text',
            name: 'email',
            label: 'Email',
            optional: true,
            type: 'email',
            value: held?.email ?? '',
          },
        ] as const)
      : []),
    {
      kind: 'radio',
      name: 'parentalResponsibility',
      label: 'Parental responsibility',
      items: choices(responsibility),
      value: held?.parentalResponsibility ?? 'unknown',
    },
    {
      kind: 'checkbox',
      name: 'mayBeTold',
      label: 'Who may be told',
      hint: 'Nobody is told about the child until this is ticked.',
      items: [{ value: 'true', text: 'They may be told about the child' }],
      ...(held?.mayBeTold && { value: 'true' }),
    },
  ];
}
