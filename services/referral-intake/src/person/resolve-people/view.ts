import { PersonId } from '@waymark/events';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { People } from '../adapters/person-store.ts';

/** How many names one page may ask for. */
const mostNames = 200;

const words = `Name 1 to ${mostNames} people by their ids, with commas between`;

const Ids = z
  .string({ error: words })
  .transform((text) => [...new Set(text.split(','))])
  .pipe(z.array(PersonId, { error: words }).min(1, words).max(mostNames, words));

export const resolvePeople = view({
  id: 'resolve-people',
  summary: 'The names behind pseudonyms, for a page that direct care looks at now',
  path: '/people/resolve',
  permission: 'identity:names',
  query: z.strictObject({ ids: Ids }),
  load: async ({ query: { ids } }, { people }: { people: People }) => {
    const found = await people.detailsOf(ids);
    return {
      ids,
      names: Object.fromEntries(
        [...found].map(([id, { givenName, familyName }]) => [id, { given: givenName, family: familyName }]),
      ),
    };
  },
  api: {
    body: z.object({ names: z.record(z.string(), z.object({ given: z.string(), family: z.string() })) }),
    of: ({ names }) => ({ names }),
  },
  audits: ({ ids }) => ({ subjects: ids, purpose: 'names on a page' }),
});
