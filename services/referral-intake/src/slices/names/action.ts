import { PersonId } from '@waymark/events';
import { action } from '@waymark/runtime';
import { z } from 'zod';
import type { People } from '../../adapters/people/people.ts';

const Names = z.object({
  names: z.record(z.string(), z.object({ given: z.string(), family: z.string() })),
});

/** How many names one page may ask for. */
const mostNames = 200;

export const names = action({
  id: 'names',
  summary: 'The names behind pseudonyms, for a page that direct care looks at now',
  path: '/people/names',
  permission: 'identity:names',
  looks: true,
  body: z.strictObject({ personIds: z.array(PersonId).min(1).max(mostNames) }),
  run: async ({ body: { personIds } }, { people }: { people: People }) => {
    const found = await people.detailsOf(personIds);
    const state = {
      names: Object.fromEntries(
        [...found].map(([id, { givenName, familyName }]) => [id, { given: givenName, family: familyName }]),
      ),
    };
    return { kind: 'done' as const, id: 'names', state, repeated: false };
  },
  refusals: {},
  then: { page: () => '/', api: ({ state }) => ({ status: 200, body: state }) },
  audits: (_done, { body }) => ({ subjects: body.personIds, purpose: 'names on a page' }),
  responses: Names,
});
