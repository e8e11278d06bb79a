import { CalendarDate } from '@waymark/care-types';
import { decide, refuse } from '@waymark/decisions';
import { z } from 'zod';
import { mostContacts } from '../domain/contact.ts';
import { withContactAt } from '../domain/contacts.ts';
import { personParams, personStep, type PersonField } from '../step/step.ts';
import { note } from '../../shared/note.ts';

const youngPerson = 'young-person';

const About = z.enum([youngPerson, ...Array.from({ length: mostContacts }, (_, at) => String(at + 1))], {
  error: 'Choose what the note is about: the young person, or somebody beside them',
});

const agreed: PersonField = {
  kind: 'checkbox',
  name: 'mayBeTold',
  label: 'Where the note is about somebody beside them',
  items: [{ value: 'true', text: 'They may be told about the child' }],
};

export const { form: noteGillickForm, act: noteGillick } = personStep({
  id: 'note-gillick',
  title: 'Note who decides (Gillick)',
  summary: 'Note whether a young person decides for themselves, or what they decided about who may be told',
  path: '/gillick',
  permission: 'person:change',
  params: personParams,
  body: z.strictObject({
    about: About.default(youngPerson),
    decides: z.boolean({ error: 'Say whether the young person decides for themselves' }),
    /** About a contact: whether the young person agrees that they are told. */
    mayBeTold: z.boolean().default(false),
    on: CalendarDate,
    note: note('How it was found'),
  }),
  submit: 'Keep the note',
  says: 'Who decides is recorded.',
  follows: () =>
    'A young person under 16 who understands enough to decide about this decides who is told. Where that is so, nobody beside them is told unless the young person agrees, parents too. It is judged anew for each decision, and does not stop you from acting when somebody is at risk.',
  fields: ({ details: { contacts = [] } }, _params, { today }) => [
    {
      kind: 'select',
      name: 'about',
      label: 'What the note is about',
      items: [
        { value: youngPerson, text: 'The young person: deciding about their care' },
        ...contacts.map(({ name }, at) => ({ value: String(at + 1), text: `Whether ${name} is told` })),
      ],
      value: youngPerson,
    },
    {
      kind: 'radio',
      name: 'decides',
      label: 'Does the young person understand enough to decide this for themselves?',
      items: [
        { value: 'true', text: 'Yes, they decide' },
        { value: 'false', text: 'Not now: those with parental responsibility decide' },
      ],
    },
    ...(contacts.length > 0 ? [agreed] : []),
    { kind: 'date', name: 'on', label: 'On which day', value: today },
    {
      kind: 'area',
      name: 'note',
      label: 'How it was found',
      hint: 'What was talked about, and what showed that the young person understands. Only those who care for the child can read it.',
      rows: 4,
    },
  ],
  faults: ({ body: { on }, command }) =>
    on > command.at.date ? [{ field: 'on', says: 'The day of the note must not be in the future' }] : [],
  decide: (details, { body: { about, decides, mayBeTold, on, note: said }, command }) => {
    const gillick = { decides, note: said, on, by: command.by.id };
    if (on < details.dateOfBirth) return refuse('before-birth');
    if (about === youngPerson) return decide({ ...details, gillick });
    return withContactAt(details, Number(about), (contact) => ({ ...contact, mayBeTold, gillick }));
  },
  said: () => ({}),
  refusals: { 'before-birth': () => 'The day of the note must not be before the date of birth.' },
});
