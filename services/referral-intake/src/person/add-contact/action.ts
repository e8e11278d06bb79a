import { mostContacts, StatedContact } from '../domain/contact.ts';
import { withContact } from '../domain/contacts.ts';
import { personParams, personStep } from '../step/step.ts';
import { contactFields } from './fields.ts';

const tooMany = `At most ${mostContacts} people can be held for one child. Take somebody away first.`;

export const { form: addContactForm, act: addContact } = personStep({
  id: 'add-contact',
  title: 'Add somebody beside the child',
  summary: 'Add next of kin, or somebody who may speak for a child',
  path: '/contacts',
  permission: 'person:change',
  params: personParams,
  body: StatedContact,
  submit: 'Add them',
  says: 'Contact added.',
  follows: () => 'Next of kin, a carer, a social worker, or somebody else who may speak for the child.',
  whyNot: ({ details }) => ((details.contacts?.length ?? 0) >= mostContacts ? tooMany : undefined),
  fields: () => contactFields(undefined, true),
  decide: (details, { body }) => withContact(details, body),
  said: () => ({}),
  refusals: { 'too-many-contacts': () => tooMany },
});
