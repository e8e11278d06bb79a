import { todayInLondon } from '@waymark/care-types';
import { csvLine, problemError, view } from '@waymark/http';
import { ListQuery } from '../filters.ts';
import { listed } from '../page-of-waits.ts';
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
    let after: unknown[] | undefined;
    do {
      const { states, next } = await listed(query, { limit: atOnce, after }, today, stores);
      for (const state of states) rows.push(rowOf(state, { known: false, why: 'not-permitted' }, today));
      after = next;
    } while (after);
    return { today, rows, columns: columnsOf(query).shown };
  },
  file: {
    type: 'text/csv; charset=utf-8; header=present',
    name: ({ today }) => `waiting-list-${today}.csv`,
    body: ({ rows, columns }) => linesOf(rows, columns).map(csvLine).join(''),
  },
  audits: ({ rows }) => ({
    subjects: rows.map(({ personId }) => personId),
    purpose: 'waiting list as a file',
  }),
});
