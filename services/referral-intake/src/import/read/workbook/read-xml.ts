import { SaxesParser } from 'saxes';
import { damaged, tooMuch, UnreadableWorkbook } from './unreadable.ts';

/** What is told of XML as it is read. Names are without their namespace. */
export type XmlHandlers = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
};

/** No text and no tag of a workbook is so long, in bytes. */
const longestPiece = 16 * 1_048_576;

/** Reads XML as it arrives, and pauses after each chunk. Entities that a document defines are not known. */
export async function* readXml(bytes: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let since = 0;
  parser.on('error', (error) => {
    throw new UnreadableWorkbook(damaged, { cause: error });
  });
  parser.on('opentag', ({ name, attributes }) => {
    since = 0;
    handlers.open(localName(name), attributes);
  });
  parser.on('text', (text) => handlers.text(text));
  parser.on('cdata', (text) => handlers.text(text));
  parser.on('closetag', ({ name }) => {
    since = 0;
    handlers.close(localName(name));
  });
  const decoder = new TextDecoder();
  for await (const chunk of bytes) {
    since += chunk.length;
    if (since > longestPiece) throw new UnreadableWorkbook(tooMuch);
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.close();
}

/** Reads XML to its end. */
export async function readWholeXml(bytes: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  const reading = readXml(bytes, handlers);
  while ((await reading.next()).done !== true);
}

/** The value of an attribute, whatever its namespace is called. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  return (
    attributes[name] ??
    Object.entries(attributes).find(([each]) => localName(each) === name && each !== name)?.[1]
  );
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
