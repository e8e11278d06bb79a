import type { CsvRecord } from '../read-records.ts';
import { shown, type NumberFormat } from './number-formats.ts';
import { readXml } from './read-xml.ts';
import { unescaped, type SharedStrings } from './shared-strings.ts';
import { tooMuch, UnreadableWorkbook } from './unreadable.ts';

type Around = { strings: SharedStrings; formats: readonly NumberFormat[]; system: 1900 | 1904 };

/** Cells further to the right than this are no part of a table of referrals. */
const mostColumns = 2_000;
/** The rows of a sheet at most, as spreadsheet programs have it. */
const mostRows = 1_048_576;

/** The rows of a sheet that hold something, numbered as the spreadsheet does; cells as a person sees them. */
export async function* sheetRows(xml: AsyncIterable<Buffer>, around: Around): AsyncGenerator<CsvRecord> {
  let ready: CsvRecord[] = [];
  let ended = false;
  const reading = readXml(
    xml,
    rowHandlers(around, { row: (record) => void ready.push(record), end: () => void (ended = true) }),
  );
  try {
    while ((await reading.next()).done !== true && !ended) {
      yield* ready;
      ready = [];
    }
    yield* ready;
  } finally {
    await reading.return(undefined);
  }
}

/** The cell that is being read. */
type Cell = {
  column: number;
  type: string;
  style: number;
  value: string | undefined;
  text: string;
  formula: string;
};

function rowHandlers(around: Around, tell: { row(record: CsvRecord): void; end(): void }) {
  let [row, column] = [0, -1];
  let cells: string[] = [];
  let cell: Cell | undefined;
  let into: 'value' | 'text' | 'formula' | undefined;
  let inPhonetic = false;
  return {
    open: (name: string, attributes: Readonly<Record<string, string>>) => {
      if (name === 'row') {
        row = Number(attributes['r'] ?? row + 1);
        if (!(row >= 1 && row <= mostRows)) throw new UnreadableWorkbook(tooMuch);
        [column, cells] = [-1, []];
      } else if (name === 'c') {
        column = columnIn(attributes['r']) ?? column + 1;
        const { t: type = 'n', s: style = '0' } = attributes;
        cell = { column, type, style: Number(style), value: undefined, text: '', formula: '' };
      } else if (cell === undefined) return;
      else if (name === 'v') [into, cell.value] = ['value', cell.value ?? ''];
      else if (name === 'f') into = 'formula';
      else if (name === 'rPh') inPhonetic = true;
      else if (name === 't' && !inPhonetic) into = 'text';
    },
    text: (text: string) => {
      if (cell === undefined || into === undefined) return;
      cell[into] = (cell[into] ?? '') + text;
    },
    close: (name: string) => {
      if (name === 'v' || name === 'f' || name === 't') into = undefined;
      else if (name === 'rPh') inPhonetic = false;
      else if (name === 'c' && cell !== undefined) {
        const seen = seenIn(cell, around);
        if (seen !== '' && cell.column < mostColumns) {
          while (cells.length < cell.column) cells.push('');
          cells[cell.column] = seen;
        }
        cell = undefined;
      } else if (name === 'row') {
        if (cells.length > 0) tell.row({ row, cells });
      } else if (name === 'sheetData') tell.end();
    },
  };
}

/** What a person sees in a cell. A formula whose value was not saved is shown as it is written. */
function seenIn({ type, style, value, text, formula }: Cell, { strings, formats, system }: Around): string {
  if (type === 'inlineStr') return unescaped(text);
  if (value === undefined) return formula === '' ? unescaped(text) : `=${formula}`;
  if (type === 's') return strings.at(Number(value));
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n') return unescaped(value);
  return value === '' ? '' : shown(value, formats[style] ?? 'plain', system);
}

/** The place of a column that a cell names: 0 of `A7`, 27 of `AB1`. */
function columnIn(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  let place = 0;
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}
