import { cleaned } from '../cells.ts';
import type { CsvRecord } from '../read-records.ts';
import type { StoredFile } from '../stored-file.ts';
import { openArchive } from './archive.ts';
import { readNumberFormats } from './number-formats.ts';
import { readSharedStrings } from './shared-strings.ts';
import { sheetRows } from './sheet-rows.ts';
import { findSheets } from './sheets.ts';
import { oldWorkbook, passwordProtected, UnreadableWorkbook } from './unreadable.ts';

/** Which sheet of a workbook is read, counted from 0 among those that are shown. */
export type SheetTable = { kind: 'sheet'; sheet: number };

/** What a zip archive, and with it a workbook (.xlsx), begins with. */
export function isArchive(first: Buffer): boolean {
  return ['PK\u0003\u0004', 'PK\u0005\u0006'].some(
    (begins) => first.subarray(0, 4).toString('latin1') === begins,
  );
}

/** What old workbooks, and workbooks under a password, begin with. */
export function isCompoundFile(first: Buffer): boolean {
  return first.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));
}

/** Find the sheet that was asked for by its name, or the first. Throws UnreadableWorkbook. */
export async function openWorkbook(
  file: StoredFile,
  asked: string | null,
): Promise<{ table: SheetTable; readAs: string }> {
  const { sheets } = await findSheets(await openArchive(file));
  const plain = (name: string) => cleaned(name).toLowerCase();
  const sheet = asked === null ? 0 : sheets.findIndex(({ name }) => plain(name) === plain(asked));
  if (sheet < 0)
    throw new UnreadableWorkbook(
      `The workbook has no sheet “${asked}”. Write the name as it stands at the bottom of the workbook, or leave it empty for the first sheet.`,
    );
  return {
    table: { kind: 'sheet', sheet },
    readAs: `Excel workbook, sheet ${sheet + 1} of ${sheets.length}`,
  };
}

/** The rows of a sheet. Throws UnreadableWorkbook where the workbook turns out not to be as it should. */
export async function* sheetRecords(file: StoredFile, { sheet }: SheetTable): AsyncGenerator<CsvRecord> {
  const archive = await openArchive(file);
  const { sheets, strings, styles, system } = await findSheets(archive);
  const formats = await readNumberFormats(archive, styles);
  const texts = await readSharedStrings(archive, strings);
  try {
    yield* sheetRows(archive.bytes(sheets[sheet]?.path ?? ''), { strings: texts, formats, system });
  } finally {
    texts.release();
  }
}

/** Where a workbook under a password says so: in the directory of its parts. */
const encrypted = Buffer.from('EncryptedPackage', 'utf16le');

/** Why a file that is no archive and yet a workbook cannot be read. */
export async function whyUnreadable(file: StoredFile): Promise<string> {
  let before: Buffer = Buffer.alloc(0);
  for await (const chunk of file.bytes()) {
    const seen = Buffer.concat([before, chunk]);
    if (seen.includes(encrypted)) return passwordProtected;
    before = seen.subarray(-encrypted.length);
  }
  return oldWorkbook;
}
