import { parse } from 'csv-parse/sync';
import { columnsOf } from '../parse-facts.ts';
import { LongLine, type Line } from './read-lines.ts';
import { number, Refused } from './refused.ts';

/** A row, counted as a spreadsheet does: a line break inside a cell does not count. Of a broken one, why it is. */
export type Row = { number: number; cells: readonly string[]; broken?: string };

const separators = [',', ';', '\t', '|'] as const;
type Separator = (typeof separators)[number];
const separatorLine = /^"?sep=(?<sign>[,;|]|\t)"?[\s,;]*$/i;

/** A quoted cell may hold line breaks. One that does not end within so many lines is a stray quote. */
const mostLines = 100;

export const openQuote =
  'a double quote is opened and not closed. Put the cell in double quotes and write each quote inside it twice';

/**
 * The rows of a table, headings first, many at a time. A row that is broken is told as such, and the next line begins
 * a new one: a stray quote never takes the rows after it along.
 */
export async function* readTable(batches: AsyncIterable<Line[]>, longest: number): AsyncGenerator<Row[]> {
  let waiting: Line[] = [];
  let separator: Separator | undefined;
  let row = 0;
  let width = 0;
  const rows = (atEnd: boolean): Row[] => {
    if (separator === undefined) {
      const [first = ''] = waiting;
      if (first instanceof LongLine)
        throw new Refused(
          `The first line is longer than ${number(longest)} characters. It must name the columns`,
        );
      const named = separators.find((sign) => sign === separatorLine.exec(first)?.groups?.['sign']);
      if (named !== undefined) waiting = waiting.slice(1);
      separator =
        named ?? separatorOf(waiting.find((line) => typeof line === 'string' && line.trim() !== '') ?? '');
    }
    const taken = takeRows(waiting, { separator, longest, row, atEnd, width });
    waiting = waiting.slice(taken.used);
    row = taken.row;
    width ||= taken.rows[0]?.cells.length ?? 0;
    return taken.rows;
  };
  for await (const lines of batches) {
    waiting = waiting.length === 0 ? lines : [...waiting, ...lines];
    yield rows(false);
  }
  if (waiting.length > 0) yield rows(true);
}

/** The sign that parts most columns of a fact. */
function separatorOf(line: Line): Separator {
  if (line instanceof LongLine) return ',';
  const known = (sign: Separator): number => {
    const [cells = []] = parsed([line], sign) ?? [];
    return typeof columnsOf(cells) === 'string' ? cells.length : cells.length + 1_000;
  };
  const [best] = separators.map((sign) => ({ sign, fits: known(sign) })).toSorted((a, b) => b.fits - a.fits);
  return best?.sign ?? ',';
}

type Taking = { separator: Separator; longest: number; row: number; atEnd: boolean; width: number };

function takeRows(lines: readonly Line[], { row, ...taking }: Taking) {
  const { separator, longest } = taking;
  const whole: { number: number; text: string }[] = [];
  const broken: Row[] = [];
  let used = 0;
  while (used < lines.length) {
    const line = lines[used] ?? '';
    const record = line instanceof LongLine ? undefined : recordAt(lines, used, taking);
    if (record === 'more') break;
    row += 1;
    used += record?.lines ?? 1;
    if (record?.text.trim() === '') continue;
    if (record) whole.push({ number: row, text: record.text });
    else broken.push(brokenRow(row, line, separator, longest));
  }
  const rows = broken.length === 0 ? rowsOf(whole, separator) : [...rowsOf(whole, separator), ...broken];
  return { used, row, rows: broken.length === 0 ? rows : rows.toSorted((a, b) => a.number - b.number) };
}

function brokenRow(row: number, line: Line, separator: Separator, longest: number): Row {
  return line instanceof LongLine
    ? {
        number: row,
        cells: line.begins.split(separator),
        broken: `the row is longer than ${number(longest)} characters`,
      }
    : { number: row, cells: line.split(separator), broken: openQuote };
}

/** The record that begins at a line; undefined where its quotes do not close; 'more' where the lines that decide are to come. */
function recordAt(
  lines: readonly Line[],
  at: number,
  { separator, longest, atEnd, width }: Omit<Taking, 'row'>,
): { text: string; lines: number } | 'more' | undefined {
  const first = lines[at];
  if (typeof first !== 'string') return undefined;
  if (!leavesQuoteOpen(first, separator, false)) return { text: first, lines: 1 };
  const parts = [first];
  let length = first.length;
  for (let count = 1; count <= mostLines; count += 1) {
    const next = lines[at + count];
    if (next === undefined) return atEnd ? undefined : 'more';
    if (typeof next !== 'string') return undefined;
    length += next.length + 1;
    if (length > longest) return undefined;
    parts.push(next);
    if (leavesQuoteOpen(next, separator, true)) continue;
    // A stray quote ends where another row has one: what that makes is no row of this table.
    const text = parts.join('\n');
    const [cells, ...more] = parsed([text], separator) ?? [];
    const isRow = cells !== undefined && more.length === 0 && (width === 0 || cells.length === width);
    return isRow ? { text, lines: count + 1 } : undefined;
  }
  return undefined;
}

/** Whether a quoted cell goes on after the line. A quote opens a cell only at its beginning, spaces passed over. */
function leavesQuoteOpen(line: string, separator: Separator, wasOpen: boolean): boolean {
  if (!wasOpen && !line.includes('"')) return false;
  let open = wasOpen;
  let atStart = !wasOpen;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at];
    if (open) {
      if (sign !== '"') continue;
      if (line[at + 1] === '"') at += 1;
      else open = false;
    } else if (sign === '"' && atStart) open = true;
    atStart = sign === separator || (atStart && sign === ' ');
  }
  return open;
}

/** The cells of whole records: all at once, and one by one where they are not as many as there are records. */
function rowsOf(records: readonly { number: number; text: string }[], separator: Separator): Row[] {
  const texts = records.map(({ text }) => text);
  const all = texts.length === 0 ? [] : parsed(texts, separator);
  if (all?.length === records.length)
    return records.map((record, at) => ({ number: record.number, cells: all[at] ?? [] }));
  return records.map(({ number: row, text }) => {
    const one = parsed([text], separator);
    return one?.length === 1
      ? { number: row, cells: one[0] ?? [] }
      : { number: row, cells: text.split(separator), broken: openQuote };
  });
}

function parsed(texts: readonly string[], separator: Separator): string[][] | undefined {
  try {
    const records: unknown = parse(texts.join('\n'), {
      ...{ delimiter: separator, relax_column_count: true, relax_quotes: true, record_delimiter: ['\n'] },
      // A tab is a space, too, and no empty cell must be trimmed away.
      trim: separator !== '\t',
    });
    const rows = records as string[][];
    return separator === '\t' ? rows.map((cells) => cells.map((cell) => cell.trim())) : rows;
  } catch {
    return undefined;
  }
}
