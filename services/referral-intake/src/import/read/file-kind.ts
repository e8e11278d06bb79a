const asCsv =
  'Save it as “Excel workbook (.xlsx)” or “CSV UTF-8” in the program that wrote it and send that.';

/** What files that are neither CSV nor workbook begin with, and what they are. */
const kinds: readonly { begins: string; at?: number; says: string }[] = [
  {
    begins: '\u001f\u008b',
    says: 'This is a compressed file. It is not unpacked. Send the workbook or the CSV file itself.',
  },
  {
    begins: '7z\u00bc\u00af',
    says: 'This is a compressed file. It is not unpacked. Send the workbook or the CSV file itself.',
  },
  {
    begins: 'Rar!',
    says: 'This is a compressed file. It is not unpacked. Send the workbook or the CSV file itself.',
  },
  { begins: '\u00ff\u00d8\u00ff', says: `This is a photograph, not a spreadsheet. ${asCsv}` },
  { begins: '\u0089PNG', says: `This is a picture, not a spreadsheet. ${asCsv}` },
  { begins: 'GIF8', says: `This is a picture, not a spreadsheet. ${asCsv}` },
  { begins: 'RIFF', says: `This is a picture or a recording, not a spreadsheet. ${asCsv}` },
  { begins: 'ftyp', at: 4, says: `This is a photograph or a film, not a spreadsheet. ${asCsv}` },
  { begins: '%PDF', says: `This is a PDF, not a spreadsheet. ${asCsv}` },
  { begins: '{\\rtf', says: `This is a text document, not a spreadsheet. ${asCsv}` },
  { begins: '<', says: `This is a web page or XML, not a spreadsheet. ${asCsv}` },
];

/** What kind of file it is instead, in words, where its first bytes tell; undefined for what may be CSV. */
export function otherKind(first: Buffer): string | undefined {
  const found = kinds.find(({ begins, at = 0 }) =>
    first.subarray(at, at + begins.length).equals(Buffer.from(begins, 'latin1')),
  );
  return found?.says;
}

/** Said of a first line that holds what no text holds. */
export const noText = `This is not a text file. ${asCsv}`;
