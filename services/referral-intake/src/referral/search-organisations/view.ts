import { view } from '@waymark/http';
import { z } from 'zod';
import {
  kindWords,
  search,
  type OrganisationKind,
  type Organisations,
} from '../../shared/domain/organisations.ts';

const kinds = ['school', 'practice', 'trust'] as const satisfies readonly OrganisationKind[];

/** How many are shown at most. */
const most = 50;

export const searchOrganisations = view({
  id: 'search-organisations',
  summary: 'Schools, GP practices and NHS organisations by part of the name, place or code',
  path: '/organisations',
  permission: 'organisations:search',
  query: z.strictObject({
    q: z.string().max(100).optional(),
    kind: z.union([z.enum(kinds), z.literal('').transform(() => undefined)]).optional(),
  }),
  load: async ({ query: { q = '', kind } }, { organisations }: { organisations: Organisations }) => {
    const found = search(organisations.all, q, kind);
    return {
      q,
      kind,
      count: found.length,
      all: organisations.all.length,
      found: found.slice(0, most).map((each) => ({ ...each, kindText: kindWords[each.kind] })),
      kinds: kinds.map((value) => ({ value, text: kindWords[value] })),
    };
  },
  page: { template: 'referral/search-organisations/page.njk' },
  api: {
    body: z.object({
      count: z.int(),
      organisations: z.array(
        z.object({ code: z.string(), name: z.string(), kind: z.enum(kinds), place: z.string() }),
      ),
    }),
    of: ({ count, found }) => ({ count, organisations: found }),
  },
});
