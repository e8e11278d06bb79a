/** A workbook of which nothing can be read, with the words for the person who sent it. */
export class UnreadableWorkbook extends Error {}

const sendText = 'or save it as “CSV UTF-8” and send that.';

export const damaged = `The workbook is damaged or was not saved whole. Open it in the program that wrote it, save it again, ${sendText}`;
export const tooMuch = `The workbook holds far more than a file of referrals, once it is unpacked. Copy the rows to a new workbook, ${sendText}`;
export const noWorkbook =
  'This is a zip archive without a workbook in it. Send the workbook (.xlsx) or the CSV file itself.';
export const otherWorkbook = `This is a workbook of another kind than .xlsx. Save it as “Excel workbook (.xlsx)”, ${sendText}`;
export const passwordProtected =
  'The workbook is protected by a password. Open it, take the password away (in Excel: File, Info, Protect Workbook, Encrypt with Password), save it and send it again.';
export const oldWorkbook = `This is an old workbook (.xls) or another document of that time. Save it as “Excel workbook (.xlsx)”, ${sendText}`;
