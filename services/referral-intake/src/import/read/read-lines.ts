/** One physical line of a file, without its end; `undefined` for one that is too long to be kept. */
export type Line = Buffer | undefined;

/** The longest line that is kept, in bytes. A longer one is passed over without being held in memory. */
export const longestLine = 200_000;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** The lines of a file as it arrives, ended by CRLF, LF or CR. Never holds more than one line and one chunk. */
export async function* readLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let afterReturn = false;
  const take = (part: Buffer) => {
    length += part.length;
    if (length <= longestLine) parts.push(part);
    else parts = [];
  };
  const line = (): Line => {
    const whole = length > longestLine ? undefined : Buffer.concat(parts);
    parts = [];
    length = 0;
    return whole;
  };
  for await (const chunk of bytes) {
    let from: number = afterReturn && chunk[0] === lineFeed ? 1 : 0;
    if (chunk.length > 0) afterReturn = false;
    for (const end of lineEnds(chunk, from)) {
      take(chunk.subarray(from, end));
      yield line();
      const both = chunk[end] === carriageReturn && chunk[end + 1] === lineFeed;
      from = end + (both ? 2 : 1);
      afterReturn = chunk[end] === carriageReturn && from === end + 1 && from === chunk.length;
    }
    take(chunk.subarray(from));
  }
  if (length > 0) yield line();
}

/** Where lines end in a chunk: at each CR, and at each LF that does not follow one. */
function* lineEnds(chunk: Buffer, start: number): Generator<number> {
  let feed = chunk.indexOf(lineFeed, start);
  let back = chunk.indexOf(carriageReturn, start);
  while (feed >= 0 || back >= 0) {
    if (back >= 0 && (feed < 0 || back < feed)) {
      yield back;
      if (feed === back + 1) feed = chunk.indexOf(lineFeed, feed + 1);
      back = chunk.indexOf(carriageReturn, back + 1);
    } else {
      yield feed;
      feed = chunk.indexOf(lineFeed, feed + 1);
    }
  }
}
