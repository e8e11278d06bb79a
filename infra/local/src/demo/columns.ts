import type { ImportColumn } from '../../../../services/referral-intake/src/import/domain/columns.ts';

export {
  importColumns,
  type ImportColumn,
} from '../../../../services/referral-intake/src/import/domain/columns.ts';

/** One referral of the file, every cell as text. */
export type ImportRow = Readonly<Record<ImportColumn, string>>;
