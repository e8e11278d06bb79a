import { isAscii, isUtf8 } from 'node:buffer';
import type { Line } from './read-lines.ts';

/** How the letters of a file are written as bytes. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** In words for people. */
export const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252 (Western European)',
};

/** The letters that the first bytes of a file name, by their mark or by where NUL bytes stand; undefined where they name none. */
export function markedEncoding(first: Buffer): Encoding | undefined {
  const [a, b, c, d] = first;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a && b === 0 && c && d === 0) return 'utf-16le';
  if (a === 0 && b && c === 0 && d) return 'utf-16be';
  return undefined;
}

/** The bytes as UTF-8, without a byte order mark. What is no letter of UTF-16 becomes U+FFFD. */
export async function* inUtf8(bytes: AsyncIterable<Buffer>, letters: Encoding): AsyncGenerator<Buffer> {
  if (letters === 'utf-8') {
    yield* withoutMark(bytes);
    return;
  }
  const decoder = new TextDecoder(letters);
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* withoutMark(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of bytes) {
    yield first && markedEncoding(chunk) === 'utf-8' ? chunk.subarray(3) : chunk;
    first = false;
  }
}

/** What the lines read so far say of the letters of a file without a mark. */
export type SeenEncodings = { utf8: boolean; other: boolean };

/** Lets lines through and notes in `seen` whether any has letters beyond ASCII in UTF-8, or that are not UTF-8. */
export async function* observeEncoding(
  lines: AsyncIterable<Line>,
  seen: SeenEncodings,
): AsyncGenerator<Line> {
  for await (const line of lines) {
    if (line !== undefined && !isAscii(line)) {
      if (isUtf8(line)) seen.utf8 = true;
      else seen.other = true;
    }
    yield line;
  }
}

/**
 * The letters of a file without a mark, once all of it has been read. A file with some UTF-8 in it is UTF-8, and its
 * other lines are broken; one with none is what Western European spreadsheet programs write.
 */
export function unmarkedEncoding({ utf8, other }: SeenEncodings): Encoding {
  return other && !utf8 ? 'windows-1252' : 'utf-8';
}
