import { isDeepStrictEqual } from 'node:util';
import { refuse } from '@waymark/decisions';
import { StatedContact, type Contact } from '../domain/contact.ts';
import { contactAt, ContactPlace, withContactAt } from '../domain/contacts.ts';
import { contactFields } from '../add-contact/fields.ts';
import { personParams, personStep, seenPerson } from '../step/step.ts';

export const { form: changeContactForm, act: changeContact } = personStep({
  id: 'change-contact',
  title: 'Change what is held of somebody beside the child',
  summary: 'Change what is held of somebody beside a child; what it was is kept',
  path: '/contacts/:contact',
  permission: 'person:change',
  params: personParams.extend({ contact: ContactPlace }),
  body: StatedContact,
  submit: 'Save',
  says: 'Contact changed.',
  follows: ({ seesPlace }) =>
    `What it was is kept.${seesPlace ? '' : ' How to reach them is hidden, and stays as it is.'}`,
  fields: ({ details, seesPlace }, { contact }) => {
    const held = contactAt(details, contact);
    return held && contactFields(held, seesPlace);
  },
  faults: async ({ body, params, may }, parts) => {
    const person = await seenPerson(params.personId, { may }, parts);
    if (person?.seesPlace !== false) return [];
    return (['phone', 'email'] as const)
      .filter((field) => body[field] !== undefined)
      .map((field) => ({
        field,
        says: 'How to reach them is hidden. Only those who may see it can change it',
      }));
  },
  decide: (details, { body, params: { contact }, may }) => {
    const seesPlace = may('identity:hidden-address') || !details.addressHidden;
    const next = (held: Contact): Contact => ({
      ...body,
      ...(!seesPlace && held.phone && { phone: held.phone }),
      ...(!seesPlace && held.email && { email: held.email }),
      ...(held.gillick && { gillick: held.gillick }),
    });
    const held = contactAt(details, contact);
    if (held && isDeepStrictEqual(next(held), held)) return refuse('nothing-changed');
    return withContactAt(details, contact, next);
  },
  said: () => ({}),
});
