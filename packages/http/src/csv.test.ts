import fc from 'fast-check';
import { csvLine, unguarded } from './csv.ts';

test.each(['=1+1', '+44', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '\uff1d1+1'])(
  '%j is led by an apostrophe, which goes again when the file comes back',
  (cell) => {
    const written = csvLine([cell]).trimEnd();
    expect(written.replaceAll('"', '')).toBe(`'${cell}`);
    expect(unguarded(`'${cell}`)).toBe(cell);
  },
);

test('cells with commas, quotes, line breaks and outer space are quoted', () => {
  expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', ' h', ''])).toBe('a,"b,c","d""e","f\ng"," h",\r\n');
});

test('no cell begins in a way that a spreadsheet would run', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (cell) => {
      expect(csvLine([cell]).replace(/^"/, '')).not.toMatch(/^[=+\-@\t\n\uff0b\uff0d\uff1d\uff20]/);
    }),
    { examples: [['=x'], ['"=x']] },
  );
});
