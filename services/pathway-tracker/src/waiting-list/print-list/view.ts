import { todayInLondon } from '@waymark/care-types';
import { problemError, view } from '@waymark/http';
import { namesFor, type People } from '../../pathway/index.ts';
import type { Pathway } from '../../pathway/domain/pathway.ts';
import { facetsOf, filterInWords } from '../choices.ts';
import { timeInLondon } from '../as-of.ts';
import { inAddress, ListQuery } from '../filters.ts';
import { allListed } from '../page-of-waits.ts';
import { printedColumnsOf, printedOf, rowOf } from '../rows.ts';
import type { ListParts } from '../show-list/view.ts';

type Parts = ListParts & { people: People };

/** What is printed is read in a meeting: so many waits are some thirty sheets. */
const mostPrinted = 500;

/** The list to be printed: every wait of the filter, with the columns of paper, of which moment and for whom. */
export const printList = view({
  id: 'print-waiting-list',
  summary: 'The waiting list to be printed, with its filter in words, the moment and who prints it',
  path: '/waiting-list/print',
  permission: 'pathway:list',
  query: ListQuery,
  load: async ({ query, viewer, may, basePath }, { people, clock, ...stores }: Parts) => {
    if (!stores.feeder.isFilled()) throw problemError('unavailable', { headers: { 'Retry-After': '5' } });
    const today = todayInLondon(clock);
    const asOf = clock.now();
    const { shown, children } = facetsOf(stores.waits, query, today);
    const states: Pathway[] = [];
    for await (const some of allListed(query, mostPrinted, today, stores)) {
      states.push(...some.slice(0, mostPrinted - states.length));
      if (states.length === mostPrinted) break;
    }
    const ids = states.map(({ personId }) => personId);
    const names = await namesFor(ids, { people, viewer, may });
    const columns = printedColumnsOf(query);
    const asked = inAddress(query);
    return {
      names: names.known ? ('known' as const) : names.why,
      ...(query.reference === undefined ? { shown, children } : { shown: ids.length, children: ids.length }),
      about: { filter: filterInWords(query), date: today, time: timeInLondon(asOf) },
      list: `${basePath}/waiting-list${asked === '' ? '' : `?${asked}`}`,
      columns,
      ids,
      rows: states.map((state) => {
        const row = rowOf(state, names, today);
        return { ...row, cells: printedOf(row, columns) };
      }),
    };
  },
  page: { template: 'waiting-list/print-list/page.njk' },
  audits: ({ ids }) => ({ subjects: ids, purpose: 'waiting list on paper' }),
});
