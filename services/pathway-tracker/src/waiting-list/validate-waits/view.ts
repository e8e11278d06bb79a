import { todayInLondon } from '@waymark/care-types';
import { view } from '@waymark/http';
import { z } from 'zod';
import { namesFor, type People } from '../../pathway/index.ts';
import { keptOf } from '../filter-text.ts';
import { facetsOf } from '../choices.ts';
import { ListQuery } from '../filters.ts';
import { listed } from '../page-of-waits.ts';
import type { ListParts } from '../show-list/view.ts';
import { answerChoices, restChoices } from './answers.ts';
import { validationRow, whyNameless } from './rows.ts';

type Parts = ListParts & { people: People };

export const path = '/waiting-list/validate';

export const validationForm = view({
  id: 'validate-waits-form',
  summary: 'The waits of a list with the last news of each, to say which of the children still wait',
  path,
  permission: 'pathway:record',
  query: ListQuery,
  paged: true,
  load: async ({ query, after, limit, viewer, may }, { people, clock, ...stores }: Parts) => {
    const today = todayInLondon(clock);
    const { states, next } = await listed(query, { limit, after }, today, stores);
    const ids = states.map(({ personId }) => personId);
    const names = await namesFor(ids, { people, viewer, may });
    return {
      next,
      names: whyNameless(names),
      shown: query.reference === undefined ? facetsOf(stores.waits, query, today).shown : states.length,
      rows: states.map((state) => validationRow(state, names, today)),
      filter: keptOf(query),
      arriving: stores.arrivals.now(),
      ...{ answerChoices, restChoices },
    };
  },
  next: ({ next }) => next,
  page: { template: 'waiting-list/validate-waits/page.njk' },
  api: {
    body: z.object({
      shown: z.int(),
      items: z.array(
        z.object({
          pathwayId: z.string(),
          reference: z.string(),
          since: z.string(),
          lastNews: z.object({ on: z.string(), text: z.string() }).nullable(),
          validated: z.string().nullable(),
        }),
      ),
    }),
    of: ({ rows, shown }) => ({ items: rows, shown }),
  },
  audits: ({ rows }) => ({ subjects: rows.map(({ personId }) => personId), purpose: 'validation' }),
});
