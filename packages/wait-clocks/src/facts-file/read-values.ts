import { textOf } from './open-file.ts';
import { number } from './refused.ts';

/** A person in a file of JSON: where it begins, and its text. Of a broken one, why it is, and whether others may be lost with it. */
export type Value = { place: string; text: string; broken?: string; others?: true };

const kept = 1_000;
const code = (sign: string): number => sign.charCodeAt(0);
const [quote, backslash, comma] = [code('"'), code('\\'), code(',')];
const [openBrace, closeBrace, openBracket, closeBracket] = [code('{'), code('}'), code('['), code(']')];
const [lineFeed, carriageReturn, space, tab] = [0x0a, 0x0d, 0x20, 0x09];

/**
 * The values of a file of JSON as it arrives, many at a time: one a line, in a list, on one line or on many. A value
 * that does not end costs the lines up to the next one that begins no further in; a text in quotes ends with its line.
 * Holds one value and one chunk.
 */
export async function* readValues(bytes: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Value[]> {
  const scan = scanner(longest);
  for await (const chunk of bytes) {
    const values = scan.take(chunk);
    if (values.length > 0) yield values;
  }
  const last = scan.end();
  if (last.length > 0) yield last;
}

function scanner(longest: number) {
  let found: Value[] = [];
  /** What was read of the open value in earlier chunks. */
  let parts: Buffer[] = [];
  let length = 0;
  let tooLong = false;
  /** Whether a value is open, what could be none, or the rest of one that was broken on an earlier line of it. */
  let open: 'none' | 'value' | 'rubbish' | 'rest' = 'none';
  let depth = 0;
  let inText = false;
  let escaped = false;
  let list: 'none' | 'open' | 'closed' = 'none';
  let any = false;
  let line = 1;
  let column = 0;
  let indent = 0;
  let atLineStart = true;
  let afterReturn = false;
  let begun = { line: 1, column: 0, indent: 0, first: true };

  const begin = (as: 'value' | 'rubbish', startsLine: boolean) => {
    begun = { line, column, indent, first: startsLine };
    open = as;
    any = true;
  };
  const keep = (part: Buffer) => {
    length += part.length;
    if (!tooLong) parts.push(part);
    if (length > longest && !tooLong) {
      tooLong = true;
      parts = [Buffer.from(Buffer.concat(parts).subarray(0, kept))];
    }
  };
  const finish = (broken?: string, others?: true) => {
    const place = begun.first ? `line ${begun.line}` : `line ${begun.line}, character ${begun.column + 1}`;
    const why = tooLong
      ? `this is longer than ${number(longest)} characters; put one person a line, or part the person's facts`
      : broken;
    found.push({
      place,
      text: textOf(Buffer.concat(parts)),
      ...(why !== undefined && { broken: why }),
      ...((others || tooLong) && { others: true as const }),
    });
    parts = [];
    length = 0;
    tooLong = false;
    open = 'none';
    depth = 0;
    inText = false;
    escaped = false;
  };

  const take = (chunk: Buffer): Value[] => {
    found = [];
    let from = 0;
    const close = (until: number, broken?: string) => {
      keep(chunk.subarray(from, until));
      finish(broken);
    };
    for (let at = 0; at < chunk.length; at += 1, column += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === lineFeed || byte === carriageReturn) {
        const half = byte === lineFeed && afterReturn;
        afterReturn = byte === carriageReturn;
        if (half) continue;
        if (open === 'rubbish') close(at, 'this is not JSON');
        else if (open === 'value' && inText) {
          close(at, 'this is not JSON: a text in quotes is not closed');
          if (line > begun.line) open = 'rest';
        }
        line += 1;
        column = -1;
        indent = 0;
        atLineStart = true;
        continue;
      }
      afterReturn = false;
      if (open === 'value' && inText) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inText = false;
        continue;
      }
      if (byte === space || byte === tab) {
        if (atLineStart) indent += 1;
        continue;
      }
      const startsLine = atLineStart;
      const startsNext = startsLine && indent <= begun.indent && line > begun.line;
      if (open === 'value' && startsNext && byte === openBrace)
        close(at, 'this is not JSON: it does not end before the next one begins');
      if (open === 'rest') {
        atLineStart = false;
        if (!startsNext || (byte !== openBrace && byte !== closeBracket)) continue;
        open = 'none';
      }
      if (open === 'rubbish' && byte === openBrace) close(at, 'this is not JSON');
      if (open === 'none') {
        if (byte === openBracket && !any) list = 'open';
        else if (byte === closeBracket && list === 'open') list = 'closed';
        else if (byte !== comma) {
          begin(byte === openBrace || byte === openBracket ? 'value' : 'rubbish', startsLine);
          from = at;
          depth = 1;
        }
        any = true;
        atLineStart = false;
        continue;
      }
      atLineStart = false;
      if (open === 'rubbish') continue;
      if (byte === quote) inText = true;
      else if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1;
        if (depth === 0) close(at + 1);
      }
    }
    if (open === 'value' || open === 'rubbish') keep(chunk.subarray(from));
    return found;
  };

  const end = (): Value[] => {
    found = [];
    if (open === 'value' || open === 'rubbish')
      finish('the file ends in the middle of it: it may have been cut off', true);
    else if (list === 'open')
      found.push({
        place: `line ${line}`,
        text: '',
        broken: 'the list is not closed with ]: the file may have been cut off',
        others: true,
      });
    return found;
  };
  return { take, end };
}
