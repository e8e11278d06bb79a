import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/runtime';
import { z } from 'zod';
import type { RejectedRows } from '../../adapters/identity/rejected-rows.ts';
import { Import, ImportId } from '../../domain/import.ts';
import { importColumns, neededColumns } from './columns.ts';
import { rejectedFile } from './rejected-file.ts';

type Parts = { imports: AggregateStore<Import> };
const params = z.strictObject({ importId: ImportId });

/** How many past imports the page shows. */
const shown = 10;

export const importPage = view({
  id: 'import-page',
  summary: 'The form to send a file of referrals, and the imports before',
  path: '/import',
  permission: 'referral:import',
  load: async (_ctx, { imports }: Parts) => {
    const { items } = await imports.page({ filter: {}, sort: { 'state.startedAt': -1 }, limit: shown });
    return {
      before: items.map(({ state }) => ({ ...state, ...londonTime(state.startedAt) })),
      columns: importColumns.map((name) => ({ name, needed: neededColumns.includes(name) })),
    };
  },
  page: { template: 'import-referrals/page.njk' },
});

export const importProgress = view({
  id: 'import-progress',
  summary: 'How far an import is',
  path: '/imports/:importId',
  permission: 'referral:import',
  params,
  load: async ({ params: { importId } }, { imports }: Parts) => {
    const state = (await imports.get(importId))?.state;
    return state && { ...state, ...londonTime(state.startedAt), read: readOf(state) };
  },
  page: { template: 'import-referrals/progress.njk' },
  api: {
    body: Import.omit({ importId: true, startedAt: true, endedAt: true }).extend({ id: ImportId }),
    of: ({ importId: id, state, rows, added, already, rejected, failure }) => ({
      id,
      state,
      rows,
      added,
      already,
      rejected,
      failure,
    }),
  },
});

export const rejectedRowsOfImport = view({
  id: 'rejected-rows',
  summary: 'The rejected rows of an import as CSV, each with what is wrong and what is allowed',
  path: '/api/imports/:importId/rejected',
  permission: 'referral:import',
  params,
  load: async ({ params: { importId } }, { imports, rejected }: Parts & { rejected: RejectedRows }) => {
    const state = (await imports.get(importId))?.state;
    return state && { importId, rows: rejected.of(importId) };
  },
  file: {
    type: 'text/csv; charset=utf-8',
    name: () => 'rejected-rows.csv',
    body: ({ rows }) => rejectedFile(rows),
  },
  audits: ({ importId }) => ({ subjects: [importId], purpose: 'rejected rows of an import' }),
});

function readOf({ added, already, rejected }: Import): number {
  return added + already + rejected;
}

function londonTime(instant: string): { startedOn: string; startedTime: string } {
  const there = Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/London');
  return {
    startedOn: there.toPlainDate().toString(),
    startedTime: there.toPlainTime().toString().slice(0, 5),
  };
}
