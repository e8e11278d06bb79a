import type { ImportProgress } from './import-file.ts';

/** The exit code of `npm run import`, by how the import ended. */
export const exitCodes = { taken: 0, failed: 1, rejected: 2, nothing: 3, waits: 4 } as const;

/** How an import ended, and what is said of it. */
export type Ending = { kind: keyof typeof exitCodes; says: string };

/** How an import ended. `url` is the address of Waymark. */
export function endedWith(done: ImportProgress, url: string): Ending {
  const page = `${url}/referrals/imports/${done.id}`;
  switch (done.state) {
    case 'headings':
      return {
        kind: 'waits',
        says: `The headings of the file are not known. Say once what they stand for, and it is read: ${page}/headings`,
      };
    case 'values':
      return {
        kind: 'waits',
        says: `The file has values that are not known. Say once what they stand for, and it is read: ${page}/values`,
      };
    case 'dates':
      return {
        kind: 'waits',
        says: `The dates of the file can be read in two ways. Import it again with --dates day-first or --dates month-first, or say it here, and it is read: ${page}/dates`,
      };
    case 'done':
      return done.rows === 0
        ? { kind: 'nothing', says: `The file has headings and no rows. There is nothing to import: ${page}` }
        : { kind: done.rejected > 0 ? 'rejected' : 'taken', says: `${counted(done)} See it at ${page}` };
    default:
      return { kind: 'failed', says: `${done.failure ?? 'The import failed.'} See it at ${page}` };
  }
}

function counted({
  rows,
  added,
  updated,
  already,
  duplicates,
  rejected,
  setAside,
  passedOver,
  notUsed = [],
}: ImportProgress): string {
  const passed =
    passedOver.length === 0
      ? ''
      : ` Passed over as totals or notes about the file: row ${passedOver.join(', ')}.`;
  const without =
    setAside === 0
      ? ''
      : ` ${setAside} taken without a detail that could not be read: --summary FILE says which.`;
  const unused = notUsed.length === 0 ? '' : ` Columns not used: ${notUsed.join(', ')}.`;
  return `${added} new, ${updated} updated, ${already} unchanged, ${duplicates} duplicates to decide, ${rejected} rejected, of ${rows} rows.${without}${passed}${unused}`;
}
