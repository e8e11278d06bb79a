import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { storedFile } from '../../../testing/stored-file.ts';
import { workbook, type Cell, type Sheet } from '../../../testing/workbook.ts';
import { rowsBelow, survey } from '../open-file.ts';
import { formatOf, shown } from './number-formats.ts';

const never = new AbortController().signal;
const names = ['id', 'given name', 'surname', 'dob'];
const one = ['1', 'Zoë', 'Demo-Ash', { day: '2016-05-04' }];

async function read(file: Buffer, sheet: string | null = null) {
  const stored = storedFile(file, 65_536);
  const surveyed = await survey(stored, never, { sheet });
  if ('failure' in surveyed) return surveyed;
  return { ...surveyed, records: await Array.fromAsync(rowsBelow(stored, surveyed)) };
}

const rowsOf = async (sheets: readonly Sheet[], options?: Parameters<typeof workbook>[1], sheet?: string) => {
  const found = await read(await workbook(sheets, options), sheet);
  if ('failure' in found) throw new Error(found.failure);
  return found;
};

test.each([[{}], [{ prefix: 'x' }], [{ system: 1904 as const }]])(
  'a workbook is read as a person sees it, written %j',
  async (options) => {
    const rows: Cell[][] = [
      ['Referrals to the service'],
      [],
      names,
      one,
      [],
      [
        { formula: 'A4+1', value: 2 },
        'Two\nlines & <more>',
        { formula: '"a"&"b"', value: 'ab' },
        { day: '2016-05-04T13:30' },
      ],
      [{ shown: '0000000042', number: 42 }, 9_990_000_026, 9.990000026e9, { formula: 'TODAY()' }],
    ];
    const {
      readAs,
      rows: count,
      records,
      names: headings,
    } = await rowsOf([{ name: 'Sheet1', rows }], options);
    expect({ readAs, count, headings }).toEqual({
      readAs: 'Excel workbook, sheet 1 of 1',
      count: 3,
      headings: names,
    });
    expect(records).toEqual([
      { row: 4, cells: ['1', 'Zoë', 'Demo-Ash', '2016-05-04'] },
      { row: 6, cells: ['2', 'Two\nlines & <more>', 'ab', '2016-05-04T13:30:00'] },
      { row: 7, cells: ['0000000042', '9990000026', '9990000026', '=TODAY()'] },
    ]);
  },
);

test('the first sheet that is shown is read, or the one that is named', async () => {
  const sheet = (name: string, id: string): Sheet => ({
    name,
    rows: [names, [id, ...one.slice(1)] as Cell[]],
  });
  const sheets = [
    { ...sheet('Lists', 'hidden'), hidden: true as const },
    sheet('Open', 'a'),
    sheet('Closed ', 'b'),
  ];
  expect((await rowsOf(sheets)).records[0]?.cells[0]).toBe('a');
  expect((await rowsOf(sheets, {}, 'closed')).records[0]?.cells[0]).toBe('b');
  expect(await read(await workbook(sheets), 'Lists')).toMatchObject({
    failure: expect.stringContaining('no sheet “Lists”') as string,
  });
  expect(await read(await workbook([{ name: 'Cover', rows: [] }, ...sheets]))).toMatchObject({
    failure: expect.stringContaining('The sheet is empty') as string,
  });
});

test('texts and numbers of any kind come as they are, wherever they stand', async () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'é', '&', '<', '"', '\r', '\n', ' ', '_', 'x', '😀') }),
    fc.integer(),
    fc.constant(null),
  );
  const table = fc.array(fc.array(cell, { maxLength: 30 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(table, async (cells) => {
      const wide = Array.from({ length: 30 }, (_, n) => `heading ${n}`);
      const { records } = await rowsOf([{ name: 'S', rows: [wide, ...cells] }]);
      const expected = cells
        .map((row, place) => ({
          row: place + 2,
          cells: wide.map((_name, at) => String(row[at] ?? '').replaceAll('\r\n', '\n')),
        }))
        .filter((row) => row.cells.some((text) => text.trim() !== ''));
      const unbroken = records.map((record) => ({
        row: record.row,
        cells: record.cells.map((text) => text.replaceAll('\r\n', '\n')),
      }));
      expect(unbroken).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

async function archive(files: Record<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(bytes, name);
  zip.end();
  return buffer(zip.outputStream);
}

test('cells without their place, texts without letters and texts within cells are read as programs mean them', async () => {
  const part = (xml: string) => Buffer.from(xml);
  const kinds = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const file = await archive({
    '_rels/.rels': part(
      `<Relationships><Relationship Id="a" Type="${kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    'xl/workbook.xml': part(
      `<workbook xmlns:rel="${kinds}"><sheets><sheet name="S" sheetId="1" rel:id="s"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': part(
      `<Relationships><Relationship Id="s" Type="${kinds}/worksheet" Target="worksheets/Sheet1.xml"/><Relationship Id="t" Type="${kinds}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/sharedstrings.xml': part(
      '<sst><si><t>Zoë</t></si><si/><si><t/></si><si><r><t>Demo</t></r><r><t>-Ash</t></r></si></sst>',
    ),
    'xl/worksheets/sheet1.xml': part(
      `<worksheet><sheetData><row>${['id', 'given name', 'surname', 'dob'].map(inline).join('')}</row>` +
        '<row><c><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>3</v></c><c t="d"><v>2016-05-04T00:00:00</v></c></row>' +
        '<row/><row><c><v>2.0</v></c><c t="s"><v>1</v></c><c t="s"/><c s="9"><v>42494</v></c><c t="e"><v>#N/A</v></c></row>' +
        '<row r="9"><c r="C9" t="b"><v>1</v></c><c t="s"><v>2</v></c></row></sheetData></worksheet>',
    ),
  });
  const found = await read(file);
  expect('records' in found && found.records).toEqual([
    { row: 2, cells: ['1', 'Zoë', 'Demo-Ash', '2016-05-04T00:00:00'] },
    { row: 4, cells: ['2', '', '', '42494', '#N/A'], broken: expect.stringContaining('5 cells') as string },
    { row: 9, cells: ['', '', 'TRUE', ''] },
  ]);
});

test.each<[string, Record<string, Buffer>, string]>([
  ['a text', { 'referrals.csv': Buffer.from('id,name\n') }, 'without a workbook'],
  [
    'an OpenDocument spreadsheet',
    { mimetype: Buffer.from('application/vnd.oasis') },
    'another kind than .xlsx',
  ],
  ['a document', { '_rels/.rels': Buffer.from('<Relationships/>') }, 'without a workbook'],
  ['a part that is no XML', { '_rels/.rels': Buffer.from('<Relationships') }, 'damaged'],
])('of an archive with %s it is said why it cannot be read', async (_what, files, says) => {
  expect(await read(await archive(files))).toMatchObject({
    failure: expect.stringContaining(says) as string,
  });
});

test('a workbook that is cut off anywhere, or has wrong bytes, is told as damaged and never read in part', async () => {
  const file = await workbook([
    { name: 'S', rows: [names, ...Array.from({ length: 200 }, () => one as Cell[])] },
  ]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 4, max: file.length - 1 }), async (length) => {
      expect(await read(file.subarray(0, length))).toHaveProperty('failure');
    }),
    { numRuns: 30 },
  );
});

test('a sheet that unpacks to gigabytes is refused, whatever the archive says of its size', async () => {
  const file = await workbook([{ name: 'S', rows: [names, one] }]);
  const asSaid = Buffer.from(file);
  const at = asSaid.lastIndexOf('xl/worksheets/sheet1.xml');
  asSaid.writeUInt32LE(2 ** 31, at - 46 + 24);
  expect(await read(asSaid)).toMatchObject({
    failure: expect.stringContaining('far more than a file') as string,
  });
  const lying = Buffer.from(file);
  lying.writeUInt32LE(10, at - 46 + 24);
  expect(await read(lying)).toMatchObject({ failure: expect.stringContaining('damaged') as string });
});

test('one text of gigabytes is refused on its way', async () => {
  const piece = Buffer.alloc(1_048_576, 'a');
  const bomb = await archive({
    '_rels/.rels': Buffer.concat([Buffer.from('<a>'), ...Array.from({ length: 40 }, () => piece)]),
  });
  expect(bomb.length).toBeLessThan(deflateRawSync(piece).length * 60);
  expect(await read(bomb)).toMatchObject({
    failure: expect.stringContaining('far more than a file') as string,
  });
});

test.each([
  ['dd/mm/yyyy', 'day'],
  ['[$-F800]dddd, mmmm dd, yyyy', 'day'],
  ['mmm-yy', 'day'],
  ['yyyy\\-mm\\-dd;@', 'day'],
  ['hh:mm', 'time'],
  ['[h]:mm:ss', 'time'],
  ['General', 'plain'],
  ['#,##0.00', 'plain'],
  ['0.00E+00', 'plain'],
  ['"days" 0', 'plain'],
  ['[Red]0', 'plain'],
  ['[$£-809]#,##0', 'plain'],
])('a cell in the format %s shows a %s', (code, format) => {
  expect(formatOf(code)).toBe(format);
});

test('a number is shown in its format', () => {
  expect(formatOf('0000')).toEqual({ width: 4 });
  expect([
    shown('42494', 'day', 1900),
    shown('42494.99999', 'day', 1900),
    shown('59', 'day', 1900),
    shown('0.5', 'time', 1900),
    shown('-1', 'day', 1900),
    shown('4', { width: 2 }, 1900),
    shown('9.990000026E9', 'plain', 1900),
    shown('#N/A', 'day', 1900),
  ]).toEqual([
    ...['2016-05-04', '2016-05-04T23:59:59', '1900-02-28', '12:00:00', '-1', '04', '9990000026', '#N/A'],
  ]);
});
