import { todayInLondon, type Clock } from '@waymark/care-types';
import type { AggregateStore } from '@waymark/aggregate-store';
import { csvLine, view } from '@waymark/runtime';
import type { Pathway } from '../../domain/pathway.ts';
import { filterOf, ListQuery, sortOf } from './filters.ts';
import { rowOf, type Row } from './rows.ts';

const atOnce = 500;

/** The list as a file, in its order and with its filters, for direct care. It holds references and no names. */
export const downloadList = view({
  id: 'download-waiting-list',
  summary: 'The waiting list as a CSV file, by reference and without names',
  path: '/waiting-list.csv',
  permission: 'pathway:list',
  query: ListQuery,
  load: async ({ query }, { pathways, clock }: { pathways: AggregateStore<Pathway>; clock: Clock }) => {
    const today = todayInLondon(clock);
    const wanted = { filter: filterOf(query, today), sort: sortOf(query), limit: atOnce };
    const rows: Row[] = [];
    let after: unknown[] | undefined;
    do {
      const { items, next } = await pathways.page({ ...wanted, ...(after ? { after } : {}) });
      for (const { state } of items) rows.push(rowOf(state, { known: false, why: 'not-permitted' }, today));
      after = next;
    } while (after);
    return { today, rows };
  },
  file: {
    type: 'text/csv; charset=utf-8; header=present',
    name: ({ today }) => `waiting-list-${today}.csv`,
    body: ({ rows }) => [header, ...rows.map(cellsOf)].map(csvLine).join(''),
  },
  audits: ({ rows }) => ({
    subjects: rows.map(({ personId }) => personId),
    purpose: 'waiting list as a file',
  }),
});

const header = [
  ...['reference', 'age', 'waiting for', 'since', 'clocks (days of limit, due)'],
  ...['priority', 'circumstances', 'next', 'next by'],
];

function cellsOf({ reference, age, waitingFor, since, clocks, tag, why, next }: Row): string[] {
  const written = clocks.map(
    ({ title, days, limit, due }) => `${title}: ${days}${limit === null ? '' : ` of ${limit}, due ${due}`}`,
  );
  return [
    ...[reference, String(age), waitingFor, since, written.join('; ')],
    ...[tag.text, why.join('; '), next.text, next.by ?? ''],
  ];
}
