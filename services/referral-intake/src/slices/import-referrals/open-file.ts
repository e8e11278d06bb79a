import { isUtf8 } from 'node:buffer';
import { importColumns, readHeader, type ImportColumn } from './columns.ts';
import { readLines } from './read-lines.ts';
import { readRecords, type CsvRecord, type Separator } from './read-records.ts';

/** A file whose first line has been understood. */
export type OpenFile = {
  /** The names in the first line, as they stand. */
  names: readonly string[];
  places: ReadonlyMap<ImportColumn, number>;
  records: AsyncIterable<CsvRecord>;
};

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Read the first line of a file: kind of file, encoding, separator, names of columns. The records that follow are read
 * as they are asked for. `failure` tells in words why nothing of the file can be read.
 */
export async function openFile(bytes: AsyncIterable<Buffer>): Promise<OpenFile | { failure: string }> {
  const lines = readLines(bytes);
  const begun = await lines.next();
  if (begun.done) return { failure: 'The file is empty.' };
  const first = begun.value;
  if (first === undefined)
    return { failure: 'The first line is too long to be the names of columns. Send a CSV file.' };
  const strange = notCsv(first);
  if (strange) return { failure: strange };
  const line = first.subarray(0, 3).equals(byteOrderMark) ? first.subarray(3) : first;
  const separator = separatorOf(line);
  const header = await readRecords(once(line), separator).next();
  if (header.done) return { failure: `The first line must name the columns: ${importColumns.join(', ')}.` };
  const { cells: names, broken } = header.value;
  if (broken !== undefined) return { failure: `The first line cannot be read. ${broken}.` };
  const read = readHeader(names);
  if ('failure' in read) return read;
  return { names, places: read.places, records: numberedFrom(2, readRecords(lines, separator)) };
}

function notCsv(line: Buffer): string | undefined {
  const [a, b] = line;
  if (a === 0x50 && b === 0x4b)
    return 'This is a workbook of a spreadsheet program, not a CSV file. Save it as “CSV UTF-8” and send that.';
  const wide = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || line.includes(0);
  if (wide) return 'The file is in UTF-16. Save it as “CSV UTF-8” and send that.';
  if (!isUtf8(line)) return 'The file is not in UTF-8. Save it as “CSV UTF-8” and send that.';
  return undefined;
}

/** The sign that stands most often in the names of the columns. */
function separatorOf(line: Buffer): Separator {
  const text = line.toString();
  const counted = ([',', ';', '\t'] as const).map((sign) => ({ sign, count: text.split(sign).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}

async function* once(line: Buffer): AsyncGenerator<Buffer> {
  yield line;
}

async function* numberedFrom(first: number, records: AsyncIterable<CsvRecord>): AsyncGenerator<CsvRecord> {
  for await (const record of records) yield { ...record, row: record.row + first - 1 };
}
