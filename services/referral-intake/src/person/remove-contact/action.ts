import { z } from 'zod';
import { relations } from '../domain/contact.ts';
import { contactAt, ContactPlace, withContactAt } from '../domain/contacts.ts';
import { personParams, personStep } from '../step/step.ts';
import { note } from '../../shared/note.ts';

export const { form: removeContactForm, act: removeContact } = personStep({
  id: 'remove-contact',
  title: 'Take somebody away',
  summary: 'Take somebody away from those beside a child; who it was is kept',
  path: '/contacts/:contact/remove',
  permission: 'person:change',
  params: personParams.extend({ contact: ContactPlace }),
  body: z.strictObject({ note: note('The reason') }),
  submit: 'Take them away',
  says: 'Contact removed.',
  follows: ({ details }, { contact }) => {
    const held = contactAt(details, contact);
    return held
      ? `${held.name} (${relations[held.relation].toLowerCase()}) is no longer held beside the child. Who it was is kept.`
      : '';
  },
  fields: ({ details }, { contact }) =>
    contactAt(details, contact) && [
      { kind: 'area', name: 'note', label: 'Why', hint: 'Kept with the record, sealed.', rows: 3 },
    ],
  decide: (details, { params: { contact } }) => withContactAt(details, contact, undefined),
  said: ({ note: said }) => ({ note: said }),
});
