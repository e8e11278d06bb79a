import type { AggregateStore } from '@waymark/aggregate-store';
import { view } from '@waymark/http';
import { z } from 'zod';
import type { ImportRows } from '../adapters/import-rows.ts';
import { type Import, ImportId } from '../domain/import.ts';
import { referencesToDecide, type MayBeReferredParts } from '../../duplicates/index.ts';
import { answerOf, ImportAnswer } from './answer.ts';
import { importColumns, neededColumns } from '../domain/columns.ts';
import { rejectedFile } from './rejected-file.ts';
import { outcomeInWords, summaryFile } from './summary-file.ts';
import { templateFile } from './template.ts';

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
  page: { template: 'import/import-referrals/page.njk' },
});

export const importProgress = view({
  id: 'import-progress',
  summary: 'How far an import is',
  path: '/imports/:importId',
  permission: 'referral:import',
  params,
  load: async ({ params: { importId } }, { imports, rows }: RowParts) => {
    const state = (await imports.get(importId))?.state;
    return (
      state && {
        ...state,
        ...londonTime(state.startedAt),
        read: readOf(state),
        words: outcomeInWords,
        notUsed: state.state === 'done' ? await rows.notUsed(importId) : [],
      }
    );
  },
  page: { template: 'import/import-referrals/progress.njk' },
  api: {
    body: ImportAnswer.extend({
      /** Headings of the file that stand for nothing, once it has been read. */
      notUsed: z.array(z.string()),
    }),
    of: ({ notUsed, ...state }) => ({ ...answerOf(state), notUsed: [...notUsed] }),
  },
});

export const rejectedRowsOfImport = view({
  id: 'rejected-rows',
  summary: 'The rejected rows of an import as CSV, each with what is wrong and what is allowed',
  path: '/api/imports/:importId/rejected',
  permission: 'referral:import',
  params,
  load: rowsOfImport,
  file: {
    type: 'text/csv; charset=utf-8',
    name: () => 'rejected-rows.csv',
    body: ({ rows }) => rejectedFile(rows),
  },
  audits: ({ importId }) => ({ subjects: [importId], purpose: 'rejected rows of an import' }),
});

export const summaryOfImport = view({
  id: 'import-summary',
  summary: 'What became of every row of an import, as CSV',
  path: '/api/imports/:importId/summary',
  permission: 'referral:import',
  params,
  load: async (asking: { params: z.infer<typeof params> }, parts: RowParts & MayBeReferredParts) => {
    const found = await rowsOfImport(asking, parts);
    return (
      found && {
        ...found,
        toDecide: (references: readonly string[]) => referencesToDecide(references, parts),
      }
    );
  },
  file: {
    type: 'text/csv; charset=utf-8',
    name: () => 'import-summary.csv',
    body: ({ rows, toDecide }) => summaryFile(rows, toDecide),
  },
  audits: ({ importId }) => ({ subjects: [importId], purpose: 'summary of an import' }),
});

export const importTemplate = view({
  id: 'import-template',
  summary: 'The columns of a file of referrals with an example row, as CSV to fill in',
  path: '/import/template.csv',
  permission: 'referral:import',
  load: () => Promise.resolve({ text: templateFile() }),
  file: { type: 'text/csv; charset=utf-8', name: () => 'referrals.csv', body: ({ text }) => text },
});

type RowParts = Parts & { rows: ImportRows };

async function rowsOfImport(
  { params: { importId } }: { params: z.infer<typeof params> },
  { imports, rows }: RowParts,
) {
  const state = (await imports.get(importId))?.state;
  return state && { importId, rows: rows.of(importId) };
}

function readOf({ added, updated, already, duplicates, rejected }: Import): number {
  return added + updated + already + duplicates + rejected;
}

function londonTime(instant: string): { startedOn: string; startedTime: string } {
  const there = Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/London');
  return {
    startedOn: there.toPlainDate().toString(),
    startedTime: there.toPlainTime().toString().slice(0, 5),
  };
}
