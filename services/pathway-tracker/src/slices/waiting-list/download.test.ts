import { lineOf } from './download.ts';

test.each([
  [['a', 'b'], '"a","b"\r\n'],
  [['say "hello"', 'two\nlines'], '"say ""hello""","two\nlines"\r\n'],
  [['=1+1', '+44', '-3', '@x', '\tx'], `"'=1+1","'+44","'-3","'@x","'\tx"\r\n`],
  [[''], '""\r\n'],
])('%j', (cells, line) => {
  expect(lineOf(cells)).toBe(line);
});
