import { stringify } from 'csv-stringify/sync';

/** What `csvLine` puts before a cell that a spreadsheet program would run as a formula, or cut off. */
const guarded = /^'(?=[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20])/;

/**
 * One line of a CSV file that we give out, with its line end. A cell that a spreadsheet would run as a formula has a '
 * put before it. Every CSV that people can download is written with this.
 */
export function csvLine(cells: readonly string[]): string {
  return stringify([cells.map(withoutLineBreakFirst)], {
    escape_formulas: true,
    quoted_match: needsQuotes,
    record_delimiter: '\r\n',
  });
}

/** A cell without the mark that `csvLine` put before it, for files that come back to us. */
export function unguarded(cell: string): string {
  return cell.replace(guarded, '');
}

/** Line breaks, and space that a reader might take away. A tab at the start has a ' before it in the file. */
const needsQuotes = /^[^\S\t]|[\r\n]|\s$/;

/** The library guards every beginning of a formula but a line feed. */
function withoutLineBreakFirst(cell: string): string {
  return cell.startsWith('\n') ? `'${cell}` : cell;
}
