import { importColumns, neededColumns } from './columns.ts';
import { openFile } from './open-file.ts';

async function* bytes(file: string | Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(file as string);
}

const failureOf = async (file: string | Uint8Array) => {
  const opened = await openFile(bytes(file));
  return 'failure' in opened ? opened.failure : undefined;
};

test.each([
  ['nothing', '', 'empty'],
  ['a workbook', Buffer.from('PK\u0003\u0004 synthetic'), 'CSV UTF-8'],
  ['UTF-16', Buffer.from('\ufeffsource_system_id', 'utf16le'), 'UTF-16'],
  ['Latin-1 in the first line', Buffer.from('caf\u00e9,b', 'latin1'), 'not in UTF-8'],
  ['no names of columns', '1,2,3\n', 'must name the columns'],
  ['a needed column missing', neededColumns.slice(1).join(','), 'source_system_id'],
  ['an unknown column', [...importColumns, 'shoe_size'].join(','), 'shoe_size'],
  ['a column twice', [...importColumns, 'needs'].join(','), 'twice: needs'],
])('of a file with %s it is said why it cannot be read', async (_what, file, says) => {
  expect(await failureOf(file)).toContain(says);
});

test.each([',', ';', '\t'])(
  'cells may be parted by %j, and the names stand in any order and case',
  async (sign) => {
    const names = importColumns.toReversed().map((name) => name.toUpperCase());
    const opened = await openFile(bytes(`\ufeff${names.join(sign)}\n${names.join(sign)}\n`));
    if ('failure' in opened) throw new Error(opened.failure);
    expect(opened.places.get('source_system_id')).toBe(importColumns.length - 1);
    const [record] = await Array.fromAsync(opened.records);
    expect(record).toMatchObject({ row: 2 });
    expect(record?.cells).toHaveLength(importColumns.length);
  },
);
