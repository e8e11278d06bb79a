import { PersonId } from '@waymark/events';
import { view } from '@waymark/runtime';
import { z } from 'zod';
import type { People } from '../../adapters/people/people.ts';
import { PersonDetails } from '../../domain/person.ts';

export const viewPerson = view({
  id: 'view-person',
  summary: 'All that is held of a child, with a hidden address, and what was held before each change',
  path: '/people/:personId/record',
  permission: 'identity:hidden-address',
  params: z.strictObject({ personId: PersonId }),
  load: ({ params: { personId } }, { people }: { people: People }) => people.whole(personId),
  api: {
    body: z.object({
      personId: PersonId,
      details: PersonDetails,
      versions: z.array(
        z.object({
          until: z.string(),
          by: z.string(),
          fields: z.array(z.string()),
          was: PersonDetails.partial(),
        }),
      ),
    }),
    of: (person) => person,
  },
  version: ({ version }) => version,
  audits: ({ personId }) => ({ subjects: [personId], purpose: 'read all that is held of a child' }),
});
