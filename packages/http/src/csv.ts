/** What a spreadsheet program would run as a formula, or cut off, when it opens the file. */
const runs = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;
const guarded = /^'(?=[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20])/;

/**
 * One line of a CSV file that we give out, with its line end. A cell that a spreadsheet would run as a formula has a '
 * put before it. Every CSV that people can download is written with this.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** A cell without the mark that `csvLine` put before it, for files that come back to us. */
export function unguarded(cell: string): string {
  return cell.replace(guarded, '');
}

function cellOf(cell: string): string {
  const safe = runs.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
