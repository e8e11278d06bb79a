import { NeedDomain, needDomains } from '@waymark/care-types';
import { view } from '@waymark/http';
import { choices } from '@waymark/web';
import { z } from 'zod';
import { Listing, type Directory } from '../domain/listing.ts';
import { search } from './search.ts';

const Query = z.strictObject({
  need: z.union([NeedDomain, z.literal('').transform(() => undefined)]).optional(),
  age: z
    .union([
      z.literal('').transform(() => undefined),
      z.coerce.number({ error: 'Age must be a whole number from 0 to 25' }).int().min(0).max(25),
    ])
    .optional(),
  words: z.string().max(100).optional(),
});

const needs = choices(needDomains.entries);

export const browseDirectory = view({
  id: 'browse-directory',
  summary: 'The directory of support, searched by need, age and words',
  path: '/directory',
  permission: 'directory:view',
  query: Query,
  load: async ({ query }, { directory }: { directory: Directory }) => ({
    found: search(directory.listings, query),
    all: directory.listings.length,
    query,
    needs,
  }),
  page: { template: 'directory/browse-directory/page.njk' },
  api: {
    body: z.object({ all: z.int(), listings: z.array(Listing) }),
    of: ({ found, all }) => ({ all, listings: found }),
  },
});

export const viewListing = view({
  id: 'view-listing',
  summary: 'One listing of the directory',
  path: '/directory/:listingId',
  permission: 'directory:view',
  params: z.strictObject({ listingId: Listing.shape.id }),
  load: async ({ params }, { directory }: { directory: Directory }) => {
    const listing = directory.listings.find(({ id }) => id === params.listingId);
    return (
      listing && {
        listing,
        needTexts: needs.filter(({ value }) => listing.needs.includes(value)).map(({ text }) => text),
      }
    );
  },
  page: { template: 'directory/browse-directory/listing.njk' },
  api: { body: Listing, of: ({ listing }) => listing },
});
