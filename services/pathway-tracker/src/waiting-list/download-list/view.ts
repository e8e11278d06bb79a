import { todayInLondon } from '@waymark/care-types';
import { csvLines, csvStart } from '@waymark/csv';
import { problemError, view } from '@waymark/http';
import { ListQuery } from '../filters.ts';
import { allListed } from '../page-of-waits.ts';
import { columnsOf, linesOf, rowOf, type Row } from '../rows.ts';
import type { ListParts } from '../show-list/view.ts';

const atOnce = 500;

/** The list as a file, in its order, with its filters and columns, for direct care. It holds references and no names. */
export const downloadList = view({
  id: 'download-waiting-list',
  summary: 'The waiting list as a CSV file, by reference and without names',
  path: '/waiting-list.csv',
  permission: 'pathway:list',
  query: ListQuery,
  load: async ({ query }, { clock, ...stores }: ListParts) => {
    if (!stores.feeder.isFilled()) throw problemError('unavailable', { headers: { 'Retry-After': '5' } });
    const today = todayInLondon(clock);
    const rows: Row[] = [];
    for await (const states of allListed(query, atOnce, today, stores))
      for (const state of states) rows.push(rowOf(state, { known: false, why: 'not-permitted' }, today));
    return { today, rows, columns: columnsOf(query).shown };
  },
  file: {
    type: 'text/csv; charset=utf-8; header=present',
    name: ({ today }) => `waiting-list-${today}.csv`,
    body: ({ rows, columns }) => {
      const [names = [], ...lines] = linesOf(rows, columns);
      return csvStart(names) + csvLines(lines);
    },
  },
  audits: ({ rows }) => ({
    subjects: rows.map(({ personId }) => personId),
    purpose: 'waiting list as a file',
  }),
});
