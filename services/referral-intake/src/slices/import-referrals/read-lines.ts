/** One physical line of a file, without its end; `undefined` for one that is too long to be kept. */
export type Line = Buffer | undefined;

/** The longest line that is kept, in bytes. A longer one is passed over without being held in memory. */
export const longestLine = 200_000;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** The lines of a file as it arrives, whichever way they end. Never holds more than one line and one chunk. */
export async function* readLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (part: Buffer) => {
    length += part.length;
    if (length <= longestLine) parts.push(part);
    else parts = [];
  };
  const line = (): Line => {
    const whole = length > longestLine ? undefined : withoutReturn(Buffer.concat(parts));
    parts = [];
    length = 0;
    return whole;
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, from)) {
      take(chunk.subarray(from, end));
      yield line();
      from = end + 1;
    }
    take(chunk.subarray(from));
  }
  if (length > 0) yield line();
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}
