import { ownRecords, view } from '@waymark/http';
import { z } from 'zod';
import { countedParts, type ImportRows } from '../adapters/import-rows.ts';
import { type Import, ImportId } from '../domain/import.ts';
import { importerOf, importsSeen, neededFrom } from '../domain/importer.ts';
import { referencesToDecide, type MayBeReferredParts } from '../../duplicates/index.ts';
import { answerOf, ImportAnswer } from './answer.ts';
import { importColumns } from '../domain/columns.ts';
import { ownImport, type ImportsPart, type Looking } from './own-import.ts';
import { rejectedFile } from './rejected-file.ts';
import { choicesOfRows, shownRow } from './rows-shown.ts';
import { summaryFile } from './summary-file.ts';
import { templateFile } from './template.ts';
import { toldTo, type TellParts, type ToldImport } from './told-import.ts';
import { outcomesOf, outcomeWords } from './words.ts';

type Parts = ImportsPart & TellParts;
type RowParts = Parts & { rows: ImportRows };
const params = z.strictObject({ importId: ImportId });

/** How many past imports stand below the form. */
const latest = 5;

export const importPage = view({
  id: 'import-page',
  summary: 'The form to send a file of referrals, and the last imports before',
  path: '/import',
  permission: 'referral:import',
  load: async ({ viewer, reach, may }, parts: Parts) => {
    const { items } = await parts.imports.page({
      filter: importsSeen(viewer, may),
      sort: { 'state.startedAt': -1 },
      limit: latest + 1,
    });
    const as = importerOf(reach, may);
    const needed = neededFrom(as);
    return {
      as,
      own: viewer.organisation === undefined ? null : parts.organisations.inWords(viewer.organisation),
      ...listed(items, { viewer, may }, parts, latest),
      more: items.length > latest,
      columns: importColumns.map((name) => ({ name, needed: needed.includes(name) })),
    };
  },
  relation: ownRecords,
  page: { template: 'import/import-referrals/page.njk' },
});

const Listed = z.strictObject({
  ...ImportAnswer.pick({ id: true, state: true, rows: true, by: true, organisation: true }).shape,
  ...ImportAnswer.pick({ added: true, updated: true, already: true, duplicates: true }).shape,
  ...ImportAnswer.pick({ rejected: true, fileName: true, startedAt: true, endedAt: true }).shape,
});

export const pastImports = view({
  id: 'past-imports',
  summary:
    'The imports of the viewer’s own team or organisation, newest first: file, who, when and what was counted',
  path: '/imports',
  permission: 'referral:import',
  paged: true,
  query: z.strictObject({}),
  load: async ({ viewer, may, after, limit }, parts: Parts) => {
    const page = await parts.imports.page({
      filter: importsSeen(viewer, may),
      sort: { 'state.startedAt': -1 },
      limit,
      ...(after && { after }),
    });
    return { ...listed(page.items, { viewer, may }, parts, limit), after: page.next };
  },
  relation: ownRecords,
  next: ({ after }) => after,
  page: { template: 'import/import-referrals/list.njk' },
  api: {
    body: z.strictObject({ imports: z.array(Listed) }),
    of: ({ before }) => ({ imports: before.map((each) => Listed.strip().parse(answerOf(each))) }),
  },
});

/** Imports as a list shows them, with what it needs to know of all together. */
function listed(items: readonly { state: Import }[], looking: Looking, parts: TellParts, most: number) {
  const told = items.slice(0, most).flatMap(({ state }) => toldTo(looking, state, parts) ?? []);
  return {
    before: told.map((each) => ({ ...each, ...londonTime(each.startedAt) })),
    /** Of others too: then it is said for which organisation. */
    ofOthers: looking.viewer.roles.includes('operator'),
    referrer: told.every(({ as }) => as === 'referrer') && told.length > 0,
  };
}

const Which = z.union([z.enum(countedParts), z.literal('').transform(() => undefined)]);

export const importProgress = view({
  id: 'import-progress',
  summary: 'How far an import is, and what became of its rows under the headings of the file',
  path: '/imports/:importId',
  permission: 'referral:import',
  params,
  paged: true,
  query: z.strictObject({ rows: Which.optional() }),
  load: async (
    { params: { importId }, query, after, limit, viewer, may, basePath },
    parts: RowParts & MayBeReferredParts,
  ) => {
    const told = await toldImport(importId, { viewer, may }, parts);
    if (!told) return undefined;
    const shows = told.sight === 'whole' && told.state !== 'reading';
    const names = shows ? await parts.rows.names(importId) : { all: [], notUsed: [] };
    const asked = { which: query.rows, after, limit };
    const page = shows ? await parts.rows.page(importId, asked) : { rows: [] };
    const references = page.rows.flatMap(({ reference }) => reference ?? []);
    const open = told.as === 'referrer' ? new Set<string>() : await referencesToDecide(references, parts);
    const mayRead = may('referral:view');
    return {
      ...told,
      ...londonTime(told.startedAt),
      read: readOf(told),
      words: outcomeWords(told.as),
      outcomes: outcomesOf(told.as).map((outcome) => ({
        term: outcomeWords(told.as)[outcome],
        count: told[outcome],
      })),
      notUsed: names.notUsed,
      kinds: shows ? choicesOfRows(told) : [],
      chosen: query.rows ?? '',
      after: page.next,
      shown: page.rows.map((row) =>
        shownRow(row, {
          as: told.as,
          headings: names.all,
          open,
          hrefOf: ({ referralId }) => (mayRead && referralId ? `${basePath}/${referralId}` : null),
          mayDecide: may('duplicate:decide'),
        }),
      ),
    };
  },
  relation: ownRecords,
  next: ({ after }) => after,
  page: { template: 'import/import-referrals/progress.njk' },
  audits: ({ importId, shown }) =>
    shown.length > 0 ? { subjects: [importId], purpose: 'rows of an import' } : undefined,
});

export const importState = view({
  id: 'import-state',
  summary: 'How far an import is, with who sent which file, and when',
  path: '/imports/:importId',
  permission: 'referral:import',
  params,
  load: async ({ params: { importId }, viewer, may }, parts: RowParts) => {
    const told = await toldImport(importId, { viewer, may }, parts);
    if (!told) return undefined;
    const isRead = told.state === 'done' && told.sight === 'whole';
    return { told, notUsed: isRead ? (await parts.rows.names(importId)).notUsed : [] };
  },
  relation: ownRecords,
  api: {
    body: ImportAnswer.extend({
      /** Headings of the file that stand for nothing, once it has been read. */
      notUsed: z.array(z.string()),
    }),
    of: ({ notUsed, told }) => ({ ...answerOf(told), notUsed: [...notUsed] }),
  },
});

async function toldImport(
  importId: ImportId,
  looking: Looking,
  parts: Parts,
): Promise<ToldImport | undefined> {
  const state = (await parts.imports.get(importId))?.state;
  return state && toldTo(looking, state, parts);
}

export const rejectedRowsOfImport = view({
  id: 'rejected-rows',
  summary: 'The rejected rows of an import as CSV, each with what is wrong and what is allowed',
  path: '/api/imports/:importId/rejected',
  permission: 'referral:import',
  params,
  load: rowsOfImport,
  relation: ownRecords,
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
  load: async (
    asking: { params: z.infer<typeof params> } & Looking,
    parts: RowParts & MayBeReferredParts,
  ) => {
    const found = await rowsOfImport(asking, parts);
    return (
      found && {
        ...found,
        toDecide: async (references: readonly string[]) =>
          found.as === 'referrer' ? new Set<string>() : referencesToDecide(references, parts),
      }
    );
  },
  relation: ownRecords,
  file: {
    type: 'text/csv; charset=utf-8',
    name: () => 'import-summary.csv',
    body: ({ rows, toDecide, as }) => summaryFile(rows, toDecide, as),
  },
  audits: ({ importId }) => ({ subjects: [importId], purpose: 'summary of an import' }),
});

export const importTemplate = view({
  id: 'import-template',
  summary: 'The columns of a file of referrals with an example row, as CSV to fill in',
  path: '/import/template.csv',
  permission: 'referral:import',
  load: () => Promise.resolve({ text: templateFile() }),
  relation: ownRecords,
  file: { type: 'text/csv; charset=utf-8', name: () => 'referrals.csv', body: ({ text }) => text },
});

async function rowsOfImport(
  { params: { importId }, ...looking }: { params: z.infer<typeof params> } & Looking,
  parts: ImportsPart & { rows: ImportRows },
) {
  const state = await ownImport(importId, looking, parts);
  return state && { importId, as: state.as, rows: parts.rows.of(importId) };
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
