/** Files of referrals: read, matched, taken in row by row, and what became of each. */
import type { ServiceBase } from '@waymark/service-base';
import type { Identity } from '../shared/identity/identity.ts';
import { importRows, importRowsSettings } from './adapters/import-rows.ts';
import { matchings, matchingsSettings } from './adapters/matchings.ts';
import { uploadStore } from './adapters/upload-store.ts';
import { Import } from './domain/import.ts';
import { importReferrals } from './import-referrals/action.ts';
import {
  importPage,
  importProgress,
  importState,
  importTemplate,
  pastImports,
  rejectedRowsOfImport,
  summaryOfImport,
} from './import-referrals/view.ts';
import { matchHeadings } from './match-headings/action.ts';
import { matchHeadingsPage } from './match-headings/view.ts';
import { matchValues } from './match-values/action.ts';
import { matchValuesPage } from './match-values/view.ts';
import { changeRememberedSet, forgetRememberedSet } from './remembered-headings/action.ts';
import { rememberedHeadings, rememberedSet } from './remembered-headings/view.ts';
import { sayDayOrder } from './say-day-order/action.ts';
import { dayOrderPage } from './say-day-order/view.ts';

export type { ImportRows } from './adapters/import-rows.ts';
export type { UploadStore } from './adapters/upload-store.ts';
export { importing } from './import-referrals/importing.ts';
export { importMeasures as measures } from './measures.ts';

export const actions = [
  importReferrals,
  matchHeadings,
  matchValues,
  changeRememberedSet,
  forgetRememberedSet,
  sayDayOrder,
];

export const views = [
  importPage,
  pastImports,
  importProgress,
  importState,
  rejectedRowsOfImport,
  summaryOfImport,
  importTemplate,
  matchHeadingsPage,
  matchValuesPage,
  rememberedHeadings,
  rememberedSet,
  dayOrderPage,
];

/** The imports, what became of each row, what headings stand for, and the files while they are read. */
export function parts(base: Pick<ServiceBase, 'store' | 'db'>, { cipher, index }: Identity) {
  return {
    imports: base.store({
      collection: 'imports',
      schema: Import,
      indexes: [
        { keys: { 'state.startedAt': -1, _id: 1 } },
        { keys: { 'state.owner': 1, 'state.startedAt': -1, _id: 1 } },
        { keys: { 'state.state': 1 } },
      ],
    }),
    rows: importRows(base.store(importRowsSettings), cipher),
    matchings: matchings(base.store(matchingsSettings), { index, cipher }),
    uploads: uploadStore(base.db, cipher),
  };
}
