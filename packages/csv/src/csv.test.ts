import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine, csvStart, unguarded } from './index.ts';

test.each(['=1+1', '+44', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '\uff1d1+1'])(
  '%j is led by an apostrophe, which goes again when the file comes back',
  (cell) => {
    const written = csvLine([cell]).trimEnd();
    expect(written.replaceAll('"', '')).toBe(`'${cell}`);
    expect(unguarded(`'${cell}`)).toBe(cell);
  },
);

test.each([
  ['a nought at the start', '0012345'],
  ['a phone number', '07700900123'],
  ['a long number', '123456789012'],
  ['longer than a spreadsheet can count', '12345678901234567890'],
  ['a code like a power of ten', '12E4'],
  ['a range like a day', '5-10'],
  ['a score like a day', '3/1'],
])('%s, %s, stands as a text, and comes back as it was', (_, cell) => {
  expect(csvLine([cell])).toBe(`"=""${cell}"""\r\n`);
  expect(unguarded(`="${cell}"`)).toBe(cell);
});

test.each(['0', '7', '9990000018', '12345678901', '2026-11-21', '14/05/2016', '3.5', 'WM-0000-0001', 'C10'])(
  '%s is shown rightly as it is',
  (cell) => {
    expect(csvLine([cell])).toBe(`${cell}\r\n`);
  },
);

test('a file begins with the mark by which accents are read, and the names of its columns', () => {
  expect(csvStart(['Name', 'Zoë'])).toBe('\ufeffName,Zoë\r\n');
});

test('cells with commas, quotes, line breaks and outer space are quoted', () => {
  expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', ' h', ''])).toBe('a,"b,c","d""e","f\ng"," h",\r\n');
});

const cells = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[0-9]{1,20}$/),
  fc.stringMatching(/^[=+@'"0-9eE/-]{1,8}$/),
);

test('no cell begins in a way that a spreadsheet would run, but for a text of digits', () => {
  fc.assert(
    fc.property(cells, (cell) => {
      const [[written = '']] = parse(csvLine([cell]), { relax_column_count: true }) as [string[]];
      if (/^="[\d.eE/-]+"$/.test(written)) return;
      expect(written).not.toMatch(/^[=+\-@\t\n\uff0b\uff0d\uff1d\uff20]/);
    }),
    { examples: [['=x'], ['"=x'], ['="1"'], ['="1"&A1']] },
  );
});

test('what was given out comes back as it was', () => {
  fc.assert(
    fc.property(
      cells.filter((cell) => cell !== '' && !cell.startsWith("'")),
      (cell) => {
        const [[written = '']] = parse(csvLine([cell]), { record_delimiter: '\r\n' }) as [string[]];
        expect(unguarded(written)).toBe(cell);
      },
    ),
  );
});
