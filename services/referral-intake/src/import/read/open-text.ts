import {
  encodingNames,
  inUtf8,
  markedEncoding,
  observeEncoding,
  unmarkedEncoding,
  type Encoding,
  type SeenEncodings,
} from './encoding.ts';
import { noText } from './file-kind.ts';
import { headingsAmong, knownIn, mostTitles } from './find-headings.ts';
import { readLines, type Line } from './read-lines.ts';
import { readRecords, separators, type CsvRecord, type Separator } from './read-records.ts';
import type { StoredFile } from './stored-file.ts';

/** How the records of a text file are told apart. */
export type TextTable = {
  kind: 'text';
  letters: Encoding;
  separator: Separator;
  /** The first line only names the separator, as spreadsheet programs write it, and is not counted by them. */
  namesSeparator: boolean;
};

/** A text file that is read for the first time: the table is known once all records have been. */
export type OpenedText = { records: AsyncGenerator<CsvRecord>; table(): TextTable; readAs(): string };

const separatorLine = /^"?sep=(?<sign>[,;|]|\t)"?[\s,;]*$/i;

/** Open a CSV file; `failure` tells in words why it is none. */
export async function openText(file: StoredFile, first: Buffer): Promise<OpenedText | { failure: string }> {
  const marked = markedEncoding(first);
  const seen: SeenEncodings = { utf8: false, other: false };
  const lines = observeEncoding(readLines(inUtf8(file.bytes(), marked ?? 'utf-8')), seen);
  const begins = await firstOf(lines, mostTitles);
  const [line] = begins;
  if (begins.length === 0) return { failure: 'The file is empty.' };
  if (line === undefined)
    return { failure: 'The first line is too long to be the names of columns. Send a CSV file.' };
  if (isNoText(line)) return { failure: noText };

  const named = separatorIn(line);
  const beginning = named === undefined ? begins : begins.slice(1);
  const separator = named ?? (await separatorOf(beginning));
  const letters = () => marked ?? unmarkedEncoding(seen);
  return {
    records: readRecords(chained(beginning, lines), separator),
    table: () => ({ kind: 'text', letters: letters(), separator, namesSeparator: named !== undefined }),
    readAs: () => encodingNames[letters()],
  };
}

/** The records of a text file that was opened before. */
export async function* textRecords(
  file: StoredFile,
  { letters, separator, namesSeparator }: TextTable,
): AsyncGenerator<CsvRecord> {
  const lines = readLines(inUtf8(file.bytes(), letters));
  if (namesSeparator) await lines.next();
  yield* readRecords(lines, separator);
}

function separatorIn(line: Buffer): Separator | undefined {
  const sign = separatorLine.exec(line.toString().trimStart())?.groups?.['sign'];
  return separators.find((each) => each === sign);
}

/** The sign with which most headings are known; else with which most lines have as many cells as the headings. */
async function separatorOf(begins: readonly Line[]): Promise<Separator> {
  const fits = await Promise.all(
    separators.map(async (sign) => {
      const records = await Array.fromAsync(readRecords(chained(begins), sign));
      const headings = headingsAmong(records);
      const width = headings?.cells.length ?? 0;
      const alike = records.filter(({ cells }) => width > 1 && cells.length === width).length;
      return { sign, known: headings === undefined ? 0 : knownIn(headings), alike, width };
    }),
  );
  const [best] = fits.toSorted((a, b) => b.known - a.known || b.alike - a.alike || b.width - a.width);
  return best?.sign ?? ',';
}

async function firstOf(lines: AsyncGenerator<Line>, most: number): Promise<Line[]> {
  const first: Line[] = [];
  while (first.length < most) {
    const next = await lines.next();
    if (next.done === true) break;
    first.push(next.value);
  }
  return first;
}

async function* chained(first: readonly Line[], then?: AsyncIterable<Line>): AsyncGenerator<Line> {
  yield* first;
  if (then !== undefined) yield* then;
}

/** Control characters other than a tab: no heading has them. */
function isNoText(line: Buffer): boolean {
  return line.some((byte) => byte < 0x20 && byte !== 0x09);
}
