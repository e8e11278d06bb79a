import { stringify } from 'csv-stringify/sync';

/** One line of a CSV file, with the line end that clinical systems write. */
export function csvLine(cells: readonly string[]): string {
  return stringify([cells], { record_delimiter: '\r\n' });
}
