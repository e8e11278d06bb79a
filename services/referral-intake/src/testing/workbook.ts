import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A cell: text, a number, a day or a time of a day, a formula with its value or without, or nothing. */
export type Cell =
  | string
  | number
  | { day: string }
  | { formula: string; value?: string | number }
  | { shown: string; number: number }
  | null;

export type Sheet = { name: string; rows: Iterable<readonly Cell[]>; hidden?: true };

const content = (part: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;
const kinds = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The styles that cells name: a plain one, a day, and ten digits with the noughts before them. */
const styles = { plain: 0, day: 1, digits: 2 };

/**
 * A workbook as spreadsheet programs write it: texts together in a part of their own that comes after the sheets, days
 * as numbers. `prefix` is put before the names of elements, as some programs do; `system` is the year days count from.
 */
export async function workbook(
  sheets: readonly Sheet[],
  { prefix = '', system = 1900 }: { prefix?: string; system?: 1900 | 1904 } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  const whole = buffer(zip.outputStream);
  const texts = new Map<string, number>();
  const tag = (xml: string) => (prefix === '' ? xml : xml.replace(/<(\/?)(?=[a-z])/gi, `<$1${prefix}:`));
  const xmlns = prefix === '' ? `xmlns="${main}"` : `xmlns:${prefix}="${main}"`;
  const add = (name: string, xml: string) =>
    zip.addBuffer(Buffer.from(`<?xml version="1.0"?>\n${xml}`), name);

  add(
    '[Content_Types].xml',
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content('sheet.main')}"/></Types>`,
  );
  add('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']]));
  add(
    'xl/workbook.xml',
    tag(
      `<workbook ${xmlns} xmlns:r="${kinds}"><workbookPr${system === 1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(
          ({ name, hidden }, n) =>
            `<sheet name="${escaped(name)}" sheetId="${n + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${n + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    ),
  );
  add(
    'xl/_rels/workbook.xml.rels',
    relations([
      ...sheets.map((_sheet, n): [string, string] => ['worksheet', `worksheets/sheet${n + 1}.xml`]),
      ['styles', 'styles.xml'],
      ['sharedStrings', '/xl/sharedStrings.xml'],
    ]),
  );
  add(
    'xl/styles.xml',
    tag(
      `<styleSheet ${xmlns}><numFmts count="1"><numFmt numFmtId="164" formatCode="0000000000"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    ),
  );
  sheets.forEach(({ rows }, n) => {
    const parts = function* () {
      yield `<?xml version="1.0"?>\n${tag(`<worksheet ${xmlns}><sheetData>`)}`;
      let row = 0;
      for (const cells of rows) {
        row += 1;
        if (cells.length > 0) yield tag(rowXml(row, cells));
      }
      yield tag('</sheetData></worksheet>');
    };
    zip.addReadStream(Readable.from(parts()), `xl/worksheets/sheet${n + 1}.xml`);
  });
  // The archive asks for it after the sheets, when all texts have been given their number.
  zip.addReadStreamLazy('xl/sharedStrings.xml', (done) => {
    const parts = function* () {
      yield tag(`<sst ${xmlns}>`);
      for (const text of texts.keys())
        yield tag(
          `<si><t xml:space="preserve">${escaped(text)}</t><rPh sb="0" eb="1"><t>phonetic</t></rPh></si>`,
        );
      yield tag('</sst>');
    };
    done(null, Readable.from(parts()));
  });
  zip.end();
  return whole;

  function rowXml(row: number, cells: readonly Cell[]): string {
    const written = cells.map((cell, column) => cellXml(cell, `${lettersOf(column)}${row}`)).join('');
    return `<row r="${row}">${written}</row>`;
  }

  function cellXml(cell: Cell, reference: string): string {
    if (cell === null || cell === '') return '';
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
    if (typeof cell === 'string') return `<c r="${reference}" t="s"><v>${numberOf(cell)}</v></c>`;
    if ('day' in cell) return `<c r="${reference}" s="${styles.day}"><v>${serialOf(cell.day)}</v></c>`;
    if ('shown' in cell) return `<c r="${reference}" s="${styles.digits}"><v>${cell.number}</v></c>`;
    const type = typeof cell.value === 'string' ? ' t="str"' : '';
    const value = cell.value === undefined ? '' : `<v>${escaped(String(cell.value))}</v>`;
    return `<c r="${reference}"${type}><f>${escaped(cell.formula)}</f>${value}</c>`;
  }

  function numberOf(text: string): number {
    const known = texts.get(text) ?? texts.size;
    texts.set(text, known);
    return known;
  }

  function serialOf(day: string): number {
    const date = Temporal.PlainDateTime.from(day);
    const epoch = Temporal.PlainDateTime.from(system === 1904 ? '1904-01-01' : '1899-12-30');
    return epoch.until(date, { largestUnit: 'seconds' }).seconds / 86_400;
  }
}

function relations(all: readonly [string, string][]): string {
  const each = all.map(
    ([kind, target], n) => `<Relationship Id="rId${n + 1}" Type="${kinds}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/\r/g, '_x000D_');
}

function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${lettersOf(Math.floor(column / 26) - 1)}${last}`;
}
