import { importColumns } from '../domain/columns.ts';
import { rowsBelow, survey } from './open-file.ts';

async function* bytes(file: string | Uint8Array, size = 100): AsyncGenerator<Buffer> {
  const all = Buffer.from(file as string);
  for (let from = 0; from < all.length; from += size) yield all.subarray(from, from + size);
}

const never = new AbortController().signal;
const surveyed = async (file: string | Uint8Array) => survey(bytes(file), never);

async function opened(file: string | Uint8Array, size?: number) {
  const read = await surveyed(file);
  if ('failure' in read) throw new Error(read.failure);
  return { ...read, records: await Array.fromAsync(rowsBelow(bytes(file, size), read)) };
}

test.each<[string, string | Uint8Array, string]>([
  ['nothing', '', 'The file is empty'],
  ['a mark alone', '\ufeff', 'The file is empty'],
  ['an empty first line', '\na,b\n', 'first line is empty'],
  ['a workbook', Buffer.from('PK\u0003\u0004 synthetic'), 'not unpacked'],
  ['a compressed file', Buffer.from([0x1f, 0x8b, 8, 0]), 'not unpacked'],
  ['a photograph', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46]), 'photograph'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10]), 'picture'],
  ['a photograph of a telephone', Buffer.from('\0\0\0\u0018ftypheic'), 'photograph'],
  ['a PDF', '%PDF-1.7\n', 'PDF'],
  ['a web page', '<!doctype html>\n', 'web page'],
  ['NUL bytes in the first line', 'id,na\0me,x\n', 'not a text file'],
  ['a first line without end', 'x'.repeat(300_000), 'too long'],
  ['a quote in the first line that never closes', '"a,b\n1,2\n', 'double quote'],
])('of a file with %s it is said why it cannot be read', async (_what, file, says) => {
  expect(await surveyed(file)).toMatchObject({ failure: expect.stringContaining(says) as string });
});

test('a zip bomb is never unpacked: its first bytes are enough', async () => {
  async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from('PK\u0003\u0004 synthetic bomb');
    throw new Error('It was read on');
  }
  expect(await survey(endless(), never)).toHaveProperty('failure');
});

test.each([',', ';', '\t'] as const)('cells may be parted by %j', async (sign) => {
  const line = importColumns.join(sign);
  const { names, separator, rows, records } = await opened(`\ufeff${line}\n${line}\n`);
  expect({ names, separator, rows }).toEqual({ names: [...importColumns], separator: sign, rows: 1 });
  expect(records).toEqual([{ row: 2, cells: [...importColumns] }]);
});

const text = 'id,name,town\n1,Zoë,Durham\n2,Łucja,Seaham\n';
const western = 'id,nàme,town\n1,Zoë,Durham\n2,“Ann”,Seaham\n';
const inWestern = Buffer.from(western, 'latin1')
  .toString('latin1')
  .replace('\u201c', '')
  .replaceAll('\u001c', '\u0093')
  .replaceAll('\u001d', '\u0094');

test.each<[string, string | Uint8Array, string, string]>([
  ['UTF-8', text, 'utf-8', 'Łucja'],
  ['UTF-8 with its mark', `\ufeff${text}`, 'utf-8', 'Łucja'],
  ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', 'Łucja'],
  ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be', 'Łucja'],
  ['UTF-16 without its mark', Buffer.from(text, 'utf16le'), 'utf-16le', 'Łucja'],
  ['Windows-1252', Buffer.from(inWestern, 'latin1'), 'windows-1252', '“Ann”'],
])('%s is found from the bytes, however they are cut', async (_what, file, letters, name) => {
  const { records, ...read } = await opened(file, 7);
  expect(read.letters).toBe(letters);
  expect(records.map(({ cells }) => cells[1])).toEqual(['Zoë', name]);
  expect(records.every(({ broken }) => broken === undefined)).toBe(true);
});

test('in a file with letters in UTF-8, a wrong byte costs its row alone', async () => {
  const wrong = Buffer.concat([
    Buffer.from(`${text}3,Caf`),
    Buffer.from([0xe9]),
    Buffer.from(',x\n4,Ann,y\n'),
  ]);
  const { letters, records } = await opened(wrong);
  expect(letters).toBe('utf-8');
  expect(records.map(({ broken }) => broken !== undefined)).toEqual([false, false, true, false]);
});

test('a letter that was lost before costs its row', async () => {
  const { records } = await opened('id,name,town\n1,Zo\ufffd,Durham\n2,Ann,y\n');
  expect(records[0]?.broken).toContain('cannot be told any more');
  expect(records[1]?.broken).toBeUndefined();
});

test('headings alone are a file without rows', async () => {
  expect(await surveyed('id,name,town\n')).toMatchObject({ rows: 0 });
});
