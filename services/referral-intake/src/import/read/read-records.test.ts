import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { longestLine, readLines } from './read-lines.ts';
import { readRecords, type CsvRecord, type Separator } from './read-records.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function recordsOf(file: string | Buffer, separator: Separator = ',', size = 7): Promise<CsvRecord[]> {
  return Array.fromAsync(readRecords(readLines(inChunks(Buffer.from(file), size)), separator));
}

const cells = fc.array(
  fc.array(fc.string({ unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', ' ', '=') }), {
    minLength: 2,
    maxLength: 4,
  }),
  { maxLength: 8 },
);

test('what was written as CSV is read as it was, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      cells,
      fc.constantFrom(',' as const, ';' as const),
      fc.nat(30),
      async (rows, sign, size) => {
        const file = stringify(rows, { delimiter: sign, record_delimiter: '\r\n', quoted: true });
        const read = await recordsOf(file, sign, size + 1);
        expect(read.map((record) => record.cells)).toEqual(rows);
      },
    ),
  );
});

test.each([
  ['line feeds', 'a,b\nc,d\n', 2],
  ['no last line end', 'a,b\r\nc,d', 2],
  ['carriage returns', 'a,b\rc,d\r', 2],
  ['line ends of every kind', 'a,b\r\r\nc,d\n\r', 3],
  ['blank lines', 'a,b\n\n\r\nc,d\n\n', 4],
  ['a line break in a cell before', '"a","b"\n"x\r\ny",z\nc,d', 3],
])('a file with %s is read, and its rows are numbered as a spreadsheet does', async (_what, file, last) => {
  const records = await recordsOf(file);
  expect(records[0]).toEqual({ row: 1, cells: ['a', 'b'] });
  expect(records.at(-1)).toEqual({ row: last, cells: ['c', 'd'] });
});

test.each<[string, Separator, string[]]>([
  ['a, "b, c" ,d', ',', ['a', 'b, c', 'd']],
  ['a ;  "b;""c""" ; d', ';', ['a', 'b;"c"', 'd']],
  ['\t\tfoo\t "x\ty" \t', '\t', ['', '', 'foo', 'x\ty', '']],
  ['a|b c| "d|e"', '|', ['a', 'b c', 'd|e']],
  ['a, "b\nc" ,d', ',', ['a', 'b\nc', 'd']],
  ['a,"b" x,c', ',', ['a', '"b" x', 'c']],
])('space around quotes is no part of a cell: %j', async (file, separator, cells) => {
  expect(await recordsOf(file, separator)).toEqual([{ row: 1, cells }]);
});

test('a quote inside a cell that is not quoted is a letter like others', async () => {
  expect(await recordsOf('a,1 "Old" Road,b\n')).toEqual([{ row: 1, cells: ['a', '1 "Old" Road', 'b'] }]);
});

test('a quote that never closes costs its own row alone', async () => {
  const rows = Array.from({ length: 300 }, (_, n) => `r${n},x`);
  const read = await recordsOf(['a,"b', ...rows].join('\n'), ',', 4096);
  expect(read).toHaveLength(301);
  expect(read[0]).toMatchObject({
    row: 1,
    cells: ['a', '"b'],
    broken: expect.stringContaining('double quote') as string,
  });
  expect(read[300]).toEqual({ row: 301, cells: ['r299', 'x'] });
});

test('a row that is not UTF-8 is told as such, and shown as far as it can be', async () => {
  const file = Buffer.concat([Buffer.from('a,b\nCaf'), Buffer.from([0xe9]), Buffer.from(',x\nc,d\n')]);
  const [, broken, next] = await recordsOf(file);
  expect(broken).toMatchObject({
    row: 2,
    cells: ['Café', 'x'],
    broken: expect.stringContaining('UTF-8') as string,
  });
  expect(next).toEqual({ row: 3, cells: ['c', 'd'] });
});

test('a line without end is passed over without being held', async () => {
  const read = await recordsOf(`a,b\n${'x'.repeat(longestLine + 1)}\nc,d\n`, ',', 65_536);
  expect(read[1]).toMatchObject({
    row: 2,
    cells: [],
    broken: expect.stringContaining('longer than') as string,
  });
  expect(read[2]).toEqual({ row: 3, cells: ['c', 'd'] });
});

test.each([1, 2, 3, 4, 5, 6])('line ends are the same when they are cut every %i bytes', async (size) => {
  expect((await recordsOf('a,b\r\nc,d\re,f\n', ',', size)).map(({ cells }) => cells.join(''))).toEqual([
    'ab',
    'cd',
    'ef',
  ]);
});
