import { stringify } from 'csv-stringify/sync';

/** By this mark a spreadsheet program knows that accents are written as UTF-8. */
const mark = '\ufeff';

/** Beginnings of a cell that a spreadsheet would run as a formula, or cut off. */
const formula = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;
/** What stands before such a cell in a file of ours. */
const guarded = /^'(?=[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20])/;

/**
 * What a spreadsheet would take for another number or a day: a nought at the start is lost, of a long number the end, 12E4
 * becomes 120000 and 5-10 the fifth of October.
 */
const mistaken = /^(?:0\d+|\d{12,}|\d+(?:\.\d+)?[eE]\d+|\d{1,2}[-/]\d{1,2})$/;
/** The same in a file of ours, where it stands as a text. */
const asText = /^="([\d.eE/-]+)"$/;

/** Line breaks, and space that a reader might take away. A tab at the start has a ' before it in the file. */
const needsQuotes = /^[^\S\t]|[\r\n]|\s$/;

/** How a file of ours begins: the mark of its encoding, and the names of its columns. */
export function csvStart(names: readonly string[]): string {
  return mark + csvLine(names);
}

/**
 * One line of a CSV file that we give out, with its line end. A spreadsheet shows each cell as it is: none runs as a
 * formula (a ' stands before it), and none is taken for another number or a day (it is written as a text). Every CSV that
 * people are given is written with this.
 */
export function csvLine(cells: readonly string[]): string {
  return csvLines([cells]);
}

/** The same of many lines at once, which is quicker. */
export function csvLines(lines: readonly (readonly string[])[]): string {
  const written = lines.map((cells) => cells.map(shown));
  return stringify(written, { quoted_match: needsQuotes, record_delimiter: '\r\n' });
}

/** A cell as it was before `csvLine` wrote it, for files that come back to us. */
export function unguarded(cell: string): string {
  return cell.replace(guarded, '').replace(asText, '$1');
}

function shown(cell: string): string {
  if (formula.test(cell)) return `'${cell}`;
  return mistaken.test(cell) ? `="${cell}"` : cell;
}
