import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { longestLine, type Line } from './read-lines.ts';

/**
 * One record of a file. Of a broken one, why it is, and its cells as far as they can be told. `row` counts as a
 * spreadsheet does: the first record is 1, an empty line counts, and a line break inside a cell does not.
 */
export type CsvRecord = { row: number; cells: string[]; broken?: string };

export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** A quoted cell may hold line breaks. One that never ends is taken to be a stray quote after so many lines. */
const mostLines = 100;

export const tooLong = `The row is longer than ${longestLine.toLocaleString('en-GB')} characters`;
export const notUtf8 =
  'The row has letters that are not UTF-8. In the file of rejected rows they are read as Western European: check them, then empty the cell “problems”';
const lost =
  'The row has letters that cannot be told any more (�): the program that wrote the file lost them. Write them again';
export const openQuote =
  'A double quote is opened and not closed. Put the cell in double quotes and write each quote inside it twice';

/**
 * The records of a file. A row that is broken is told as such and the next line begins a new one: a stray quote or a
 * bad letter never takes the rows after it along.
 */
export async function* readRecords(
  lines: AsyncIterable<Line>,
  separator: Separator,
): AsyncGenerator<CsvRecord> {
  const ahead = lookAhead(lines);
  let row = 0;
  for (let first = await ahead.next(); first !== 'end'; first = await ahead.next()) {
    row += 1;
    if (first?.length === 0) continue;
    if (first === undefined) {
      yield { row, cells: [], broken: tooLong };
      continue;
    }
    const whole = await wholeRecord(first, ahead, separator);
    yield { row, ...(whole === undefined ? brokenAt(first, separator) : recordOf(whole, separator)) };
  }
}

type Ahead = {
  next(): Promise<Line | 'end'>;
  peek(index: number): Promise<Line | 'end'>;
  skip(count: number): void;
};

/** The lines, with those that were looked at and not used given again. */
function lookAhead(lines: AsyncIterable<Line>): Ahead {
  const source = lines[Symbol.asyncIterator]();
  const waiting: (Line | 'end')[] = [];
  const fetch = async (): Promise<Line | 'end'> => {
    const read = await source.next();
    return read.done === true ? 'end' : read.value;
  };
  return {
    next: async () => (waiting.length > 0 ? waiting.shift() : fetch()),
    peek: async (index) => {
      while (waiting.length <= index && waiting.at(-1) !== 'end') waiting.push(await fetch());
      return waiting[index] ?? (waiting.length > index ? undefined : 'end');
    },
    skip: (count) => void waiting.splice(0, count),
  };
}

/** The line, with those that follow while a quoted cell is open; undefined where it does not close. */
async function wholeRecord(first: Buffer, ahead: Ahead, separator: Separator): Promise<Buffer | undefined> {
  let open = leavesQuoteOpen(first, separator, false);
  if (!open) return first;
  const parts = [first];
  let length = first.length;
  for (let index = 0; index < mostLines; index += 1) {
    const next = await ahead.peek(index);
    if (next === 'end' || next === undefined) return undefined;
    length += next.length + 1;
    if (length > longestLine) return undefined;
    parts.push(Buffer.from('\n'), next);
    open = leavesQuoteOpen(next, separator, true);
    if (open) continue;
    ahead.skip(index + 1);
    return Buffer.concat(parts);
  }
  return undefined;
}

const quote = 0x22;
const space = 0x20;

/** Whether a quoted cell goes on after the line. A quote opens a cell only at its beginning, spaces passed over. */
function leavesQuoteOpen(line: Buffer, separator: Separator, wasOpen: boolean): boolean {
  if (!wasOpen && !line.includes(quote)) return false;
  const parting = separator.charCodeAt(0);
  let open = wasOpen;
  let atStart = !wasOpen;
  for (let at = 0; at < line.length; at += 1) {
    const byte = line[at];
    if (open) {
      if (byte !== quote) continue;
      if (line[at + 1] === quote) at += 1;
      else open = false;
    } else if (byte === quote && atStart) open = true;
    atStart = byte === parting || (atStart && byte === space);
  }
  return open;
}

type Read = Omit<CsvRecord, 'row'>;

function recordOf(bytes: Buffer, separator: Separator): Read {
  const utf8 = isUtf8(bytes);
  const text = textOf(bytes);
  const cells = cellsOf(text, separator);
  if (!cells) return brokenAt(bytes, separator);
  if (text.includes('\ufffd')) return { cells, broken: lost };
  return utf8 ? { cells } : { cells, broken: notUtf8 };
}

/** The cells of a record, without the space around quotes where that can be read. */
function cellsOf(text: string, separator: Separator): string[] | undefined {
  return parsed(text, separator, true) ?? parsed(text, separator, false);
}

function parsed(text: string, separator: Separator, trim: boolean): string[] | undefined {
  try {
    const records: unknown = parse(text, {
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      trim,
      record_delimiter: ['\n'],
    });
    const [cells, ...more] = records as string[][];
    return more.length === 0 ? cells : undefined;
  } catch {
    return undefined;
  }
}

/** A line whose quotes do not close, parted wherever a separator stands. */
function brokenAt(line: Buffer, separator: Separator): Read {
  return { cells: textOf(line).split(separator), broken: openQuote };
}

/** UTF-8, or else Western European, in which a letter that is wrong can at least be seen. */
function textOf(bytes: Buffer): string {
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes);
}
