import { isUtf8 } from 'node:buffer';
import { textOf } from './open-file.ts';

/** A line that is longer than a row may be: only its beginning is kept. */
export class LongLine {
  readonly begins: string;
  constructor(begins: string) {
    this.begins = begins;
  }
}
export type Line = string | LongLine;

const kept = 1_000;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** The lines of a file as it arrives, ended by CRLF, LF or CR, many at a time. Holds one line and one chunk. */
export async function* readLines(bytes: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Line[]> {
  let open: Buffer = Buffer.alloc(0);
  let long = false;
  for await (const chunk of bytes) {
    const whole: Buffer = open.length === 0 ? chunk : Buffer.concat([open, chunk]);
    const end = lastLineEnd(whole);
    const lines = end === 0 ? [] : linesOf(whole.subarray(0, end)).map((line) => shortened(line, longest));
    if (long && lines.length > 0 && typeof lines[0] === 'string') lines[0] = new LongLine(lines[0]);
    long = end === 0 && long;
    open = whole.subarray(end);
    if (open.length > longest) {
      long = true;
      open = Buffer.from(open.subarray(0, kept));
    }
    if (lines.length > 0) yield lines;
  }
  if (open.length > 0)
    yield linesOf(open).map((line) => (long ? new LongLine(line) : shortened(line, longest)));
}

/** After which byte the last whole line ends. A CR that ends the chunk may be half of a CRLF. */
function lastLineEnd(bytes: Buffer): number {
  const feed = bytes.lastIndexOf(lineFeed);
  const back = bytes.lastIndexOf(carriageReturn, Math.max(bytes.length - 2, 0));
  return Math.max(feed, bytes.length > 1 ? back : -1) + 1;
}

function linesOf(bytes: Buffer): string[] {
  const text = isUtf8(bytes) ? bytes.toString() : bytes.toString('latin1');
  const lines = (text.endsWith('\r\n') ? text.slice(0, -2) : text.replace(/[\r\n]$/, '')).split(/\r\n|\n|\r/);
  return isUtf8(bytes) ? lines : lines.map((line) => textOf(Buffer.from(line, 'latin1')));
}

const shortened = (line: string, longest: number): Line =>
  line.length > longest ? new LongLine(line.slice(0, kept)) : line;
