import { importColumns } from '../domain/columns.ts';
import { storedFile } from '../../testing/stored-file.ts';
import { rowsBelow, survey } from './open-file.ts';

const never = new AbortController().signal;
const surveyed = async (file: string | Uint8Array) => survey(storedFile(file), never);

async function opened(file: string | Uint8Array, size?: number) {
  const read = await surveyed(file);
  if ('failure' in read) throw new Error(read.failure);
  return { ...read, records: await Array.fromAsync(rowsBelow(storedFile(file, size), read)) };
}

test.each<[string, string | Uint8Array, string]>([
  ['nothing', '', 'The file is empty'],
  ['a mark alone', '\ufeff', 'The file is empty'],
  ['empty lines alone', '\n\n', 'The file is empty'],
  ['a workbook that is not whole', Buffer.from('PK\u0003\u0004 synthetic'), 'damaged'],
  ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), 'Excel workbook (.xlsx)'],
  [
    'a workbook under a password',
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]),
    'password',
  ],
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

test.each([',', ';', '\t', '|'] as const)('cells may be parted by %j', async (sign) => {
  const line = importColumns.join(sign);
  const values = importColumns.map((_column, place) => `x${place}`).join(sign);
  const { names, table, rows, records } = await opened(`\ufeff${line}\n${values}\n`);
  expect({ names, rows }).toEqual({ names: [...importColumns], rows: 1 });
  expect(table).toMatchObject({ separator: sign });
  expect(records).toEqual([{ row: 2, cells: values.split(sign) }]);
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
  const { records, table } = await opened(file, 7);
  expect(table).toMatchObject({ letters });
  expect(records.map(({ cells }) => cells[1])).toEqual(['Zoë', name]);
  expect(records.every(({ broken }) => broken === undefined)).toBe(true);
});

test('in a file with letters in UTF-8, a wrong byte costs its row alone', async () => {
  const wrong = Buffer.concat([
    Buffer.from(`${text}3,Caf`),
    Buffer.from([0xe9]),
    Buffer.from(',x\n4,Ann,y\n'),
  ]);
  const { table, records } = await opened(wrong);
  expect(table).toMatchObject({ letters: 'utf-8' });
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

const good = ['1,Zoë,Durham', '2,Ann,Seaham'];
test.each<[string, string, number[]]>([
  ['empty lines and lines of commas', `id,name,town\n\n,,\n${good[0]}\n , ,\n\n${good[1]}\n,,\n`, [4, 7]],
  ['cells cut off at the end, or empty ones more', `id,name,town\n1,Zoë\n${good[1]},,,\n`, [2, 3]],
  ['a line break in a heading', `id,"first\nname",town\n${good.join('\n')}`, [2, 3]],
  ['titles above', `Referrals\n\nMade on,12/03/2026\nid,name,town\n${good.join('\n')}`, [5, 6]],
  ['titles with many words above', `Made,by,the,extract\nid,first name,surname,dob\n${good[0]},x\n`, [3]],
  ['the separator named', `sep=;\nid;name;town\n1;a,b,c,d,e;x\n`, [2]],
  ['totals below', `id,name,town\n${good[0]}\nTotal,,1\n,,\nRows: 1,,\nEnd of report\n`, [2]],
  ['its headings once more', `id,name,town\n${good[0]}\nid,name,town\n${good[1]}\n`, [2, 4]],
  ['space around quotes', `id, "name" ,town\n1, "Zoë, A." ,Durham\n`, [2]],
  ['notes with many commas', `Ref;Wer;Notiz\n1;a;b,c,d,e\n2;a;b,c,d,e\n3;a;b\n`, [2, 3, 4]],
])('of a file with %s each row is read, numbered as a spreadsheet does', async (_what, file, rows) => {
  const read = await opened(file);
  expect(read.records.map(({ row }) => row)).toEqual(rows);
  expect(read.rows).toBe(rows.length);
  expect(read.records.every(({ cells, broken }) => cells.length === read.names.length && !broken)).toBe(true);
});

test('lines that were passed over are told', async () => {
  expect((await opened(`id,name,town\n${good[0]}\nTotal,,1\n`)).passedOver).toEqual([3]);
});

test('cells beyond the headings are kept and told', async () => {
  const { records } = await opened('id,name,town\n1,Zoë,Durham,DH1\n');
  expect(records).toEqual([
    {
      row: 2,
      cells: ['1', 'Zoë', 'Durham', 'DH1'],
      broken: expect.stringContaining('4 cells, and there are 3 headings') as string,
    },
  ]);
});

test('the columns that we added are no part of a file that comes back, and cells beyond stay in their place', async () => {
  const { names, records } = await opened('id,name,town,row,problems\n1,Zoë,Durham,7,says,DH1\n');
  expect(names).toEqual(['id', 'name', 'town']);
  expect(records[0]?.cells).toEqual(['1', 'Zoë', 'Durham', 'DH1']);
});

test('columns of others that have such names are read', async () => {
  expect((await opened('id,problems,name\n1,x,Zoë\n')).names).toEqual(['id', 'problems', 'name']);
});
