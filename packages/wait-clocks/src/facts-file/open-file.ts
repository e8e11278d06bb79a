import { isUtf8 } from 'node:buffer';
import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { number, Refused, type Limits } from './refused.ts';

/** A file of facts: whether it is a table or JSON, its bytes in UTF-8 or Western European, and how many there are to come. */
export type FactsFile = { kind: 'table' | 'json'; bytes: AsyncGenerator<Buffer>; size: number };

const asText = 'Save it as CSV UTF-8 from the program that it comes from';
const signatures: readonly (readonly [bytes: readonly number[], says: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], `is a workbook or a zip file. ${asText}`],
  [[0xd0, 0xcf, 0x11, 0xe0], `is an old Excel workbook. ${asText}`],
  [[0x1f, 0x8b], 'is packed with gzip. Unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], `is a PDF. ${asText}`],
];
const endings = ['.ndjson', '.jsonl', '.json'];

/** Opens a file by what its first bytes say. Throws Refused, in words, for what holds no text. */
export async function openFile(path: string, shown: string, limits: Limits): Promise<FactsFile> {
  const is = await stat(path);
  if (is.isDirectory()) throw new Refused(`${shown} is a folder. Name one file`);
  if (is.size > limits.bytes) throw tooLarge(shown, limits);
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    return { ...(await begun(stream, path, shown, limits)), size: is.size };
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

async function begun(stream: ReadStream, path: string, shown: string, limits: Limits) {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { value: first } = (await chunks.next()) as { value: Buffer | undefined };
  if (first === undefined) throw new Refused(`${shown} is empty`);
  for (const [bytes, says] of signatures)
    if (bytes.every((byte, at) => first[at] === byte)) throw new Refused(`${shown} ${says}`);
  const wide = wideLetters(first);
  if (wide === undefined && first.includes(0)) throw new Refused(`${shown} is not a text file. ${asText}`);
  const bytes = inOneByteLetters(withinLimit(first, chunks, shown, limits), wide);
  const begins = wide === undefined ? first.toString() : new TextDecoder(wide).decode(first);
  const isJson =
    endings.includes(extname(path).toLowerCase()) || /^\ufeff?\s*[[{]/.test(begins.slice(0, 1_000));
  return { kind: isJson ? ('json' as const) : ('table' as const), bytes };
}

const tooLarge = (shown: string, { bytes }: Limits): Refused =>
  new Refused(`${shown} is larger than ${number(bytes / 1e6)} MB. ${partIt}`);
/** What to do with a file that holds too much. */
export const partIt = 'Part it by person into several files, with all facts of a person in one, and run each';

/** UTF-16, by its mark or by where its NUL bytes stand. */
function wideLetters([a, b, c, d]: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if ((a === 0xff && b === 0xfe) || (a && b === 0 && c && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b && c === 0 && d)) return 'utf-16be';
  return undefined;
}

/** The chunks of a stream that may grow while it is read, or have no size of its own. */
async function* withinLimit(
  first: Buffer,
  more: AsyncIterator<Buffer>,
  shown: string,
  limits: Limits,
): AsyncGenerator<Buffer> {
  let length = 0;
  try {
    for (let next: IteratorResult<Buffer> = { value: first }; !next.done; next = await more.next()) {
      length += next.value.length;
      if (length > limits.bytes) throw tooLarge(shown, limits);
      yield next.value;
    }
  } finally {
    await more.return?.();
  }
}

async function* inOneByteLetters(
  bytes: AsyncGenerator<Buffer>,
  wide: 'utf-16le' | 'utf-16be' | undefined,
): AsyncGenerator<Buffer> {
  const decoder = wide && new TextDecoder(wide);
  let first = true;
  for await (const chunk of bytes) {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : marked ? chunk.subarray(3) : chunk;
  }
}

const western = new TextDecoder('windows-1252');

/** The text of some bytes: UTF-8, or else Western European, as Windows programs write it. */
export function textOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString() : western.decode(bytes);
}
