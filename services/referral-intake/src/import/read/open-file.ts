import { noText, otherKind } from './file-kind.ts';
import {
  inUtf8,
  observeEncoding,
  markedEncoding,
  unmarkedEncoding,
  type SeenEncodings,
  type Encoding,
} from './encoding.ts';
import { readLines } from './read-lines.ts';
import { readRecords, type CsvRecord, type Separator } from './read-records.ts';

/** What a first reading of the whole file told. */
export type Surveyed = {
  letters: Encoding;
  separator: Separator;
  /** The headings in the first line, as they stand. */
  names: readonly string[];
  /** Rows below the headings. */
  rows: number;
};

/**
 * Read a file once to its end: kind, letters, separator, headings, number of rows. `failure` tells in words why nothing
 * of it can be read.
 */
export async function survey(
  bytes: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<Surveyed | { failure: string }> {
  const begun = await withBeginning(bytes);
  if (begun === undefined) return { failure: 'The file is empty.' };
  const strange = otherKind(begun.first);
  if (strange !== undefined) return { failure: strange };
  const marked = markedEncoding(begun.first);
  const seen: SeenEncodings = { utf8: false, other: false };
  const lines = observeEncoding(readLines(inUtf8(begun.all, marked ?? 'utf-8')), seen);

  const begins = await lines.next();
  if (begins.done === true) return { failure: 'The file is empty.' };
  const first = begins.value;
  if (first === undefined)
    return { failure: 'The first line is too long to be the names of columns. Send a CSV file.' };
  if (isNoText(first)) return { failure: noText };
  const separator = separatorOf(first);
  const rows = await countOf(readRecords(lines, separator), signal);
  const letters = marked ?? unmarkedEncoding(seen);
  const headings = letters === 'windows-1252' ? Buffer.from(new TextDecoder(letters).decode(first)) : first;
  const header = await readRecords(once(headings), separator).next();
  if (header.done === true) return { failure: 'The first line is empty. It must name the columns.' };
  const { cells: names, broken } = header.value;
  if (broken !== undefined) return { failure: `The first line cannot be read. ${broken}.` };
  return { letters, separator, names, rows };
}

/** The rows of a file that has been surveyed, below its headings. The first of them is row 2, as a spreadsheet counts. */
export async function* rowsBelow(
  bytes: AsyncIterable<Buffer>,
  { letters, separator }: Pick<Surveyed, 'letters' | 'separator'>,
): AsyncGenerator<CsvRecord> {
  const lines = readLines(inUtf8(bytes, letters));
  await lines.next();
  for await (const record of readRecords(lines, separator)) yield { ...record, row: record.row + 1 };
}

async function countOf(records: AsyncGenerator<unknown>, signal: AbortSignal): Promise<number> {
  let count = 0;
  while (!signal.aborted && (await records.next()).done !== true) count += 1;
  await records.return(undefined);
  return count;
}

async function withBeginning(bytes: AsyncIterable<Buffer>) {
  const source = bytes[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    first = Buffer.concat([first, next.value]);
    if (first.length >= 16) break;
  }
  if (first.length === 0) return undefined;
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first;
    yield* { [Symbol.asyncIterator]: () => source };
  };
  return { first, all: all() };
}

/** Control characters other than a tab: no heading has them. */
function isNoText(line: Buffer): boolean {
  return line.some((byte) => byte < 0x20 && byte !== 0x09);
}

/** The sign that stands most often in the headings. */
function separatorOf(line: Buffer): Separator {
  const text = line.toString();
  const counted = ([',', ';', '\t'] as const).map((sign) => ({ sign, count: text.split(sign).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}

async function* once(line: Buffer): AsyncGenerator<Buffer> {
  yield line;
}
