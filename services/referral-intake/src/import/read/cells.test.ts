import { importColumns, type ImportColumn } from '../domain/columns.ts';
import { cleaned, isRounded, meant } from './cells.ts';

test.each([
  ['\u00a0Acorn\u200b ', 'Acorn'],
  ['\ufeffDH1\u00a01AB', 'DH1 1AB'],
  ['Ac\u00adorn\u200d', 'Acorn'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['="9990000026"', '9990000026'],
  ['= "a ""b"""', 'a "b"'],
  ['=1+1', '=1+1'],
  ['', ''],
])('a cell %j reads %j', (cell, read) => {
  expect(cleaned(cell)).toBe(read);
});

test.each<[ImportColumn, string, string]>([
  ['nhs_number', "'9990000026", '9990000026'],
  ['nhs_number', '="9990000026"', '9990000026'],
  ['nhs_number', '9.990000026E+09', '9990000026'],
  ['nhs_number', '9.99E+09', '9.99E+09'],
  ['postcode', "'DH1 1AB", 'DH1 1AB'],
  ['family_name', "'t Hooft", "'t Hooft"],
  ['clinical_notes', "'quoted'", "'quoted'"],
  ['clinical_notes', "'=1+1", '=1+1'],
  ['contact_phone', '7700900123', '07700900123'],
  ['contact_phone', '01632 960 001', '01632 960 001'],
  ['school_urn', 'N/A', ''],
  ['gp_practice_code', 'NULL', ''],
  ['gp_practice_code', 'Unknown', ''],
  ['clinical_notes', '-', ''],
  ['gender', 'Unknown', 'Unknown'],
  ['ethnic_category', 'not known', 'not known'],
  ['ethnic_category', 'NULL', ''],
  ['family_name', 'Null', 'Null'],
  ['family_name', 'NULL', ''],
  ['given_name', 'Na', 'Na'],
  ['given_name', 'Unknown', ''],
])('in %s, %j means %j', (column, cell, text) => {
  expect(meant(column, cell)).toBe(text);
});

test('what a spreadsheet has rounded is known as such', () => {
  expect(['9.99E+09', '9,99E+09', '1E+10'].map(isRounded)).toEqual([true, true, true]);
  expect(['9990000026', 'E10', '12/03/2025'].map(isRounded)).toEqual([false, false, false]);
});

test('in every column, what programs write for nothing is nothing', () => {
  for (const column of importColumns)
    expect([column, ...['NULL', 'N/A', '#N/A', ' (null) '].map((cell) => meant(column, cell))]).toEqual([
      column,
      ...['', '', '', ''],
    ]);
});
