import type { Archive } from './archive.ts';
import { readWholeXml } from './read-xml.ts';
import { tooMuch, UnreadableWorkbook } from './unreadable.ts';

/** The texts that the cells of a workbook name by number. */
export type SharedStrings = {
  at(index: number): string;
  /** Gives the memory of the texts back at once, not when it is next looked for. */
  release(): void;
};

/** All texts of a workbook together are held up to so many bytes. */
const most = 64 * 1_048_576;

/** Reads the texts of a workbook, packed: hundreds of thousands of short texts take little more than their letters. */
export async function readSharedStrings(archive: Archive, path: string | undefined): Promise<SharedStrings> {
  const packed = packedTexts();
  if (path !== undefined && archive.has(path)) {
    let [text, inText, inPhonetic] = ['', false, false];
    await readWholeXml(archive.bytes(path), {
      open: (name) => {
        if (name === 'si') text = '';
        else if (name === 'rPh') inPhonetic = true;
        else if (name === 't') inText = !inPhonetic;
      },
      text: (part) => {
        if (inText) text += part;
      },
      close: (name) => {
        if (name === 't') inText = false;
        else if (name === 'rPh') inPhonetic = false;
        else if (name === 'si') packed.add(unescaped(text));
      },
    });
  }
  return packed;
}

/** Text of a workbook: `_x000D_` stands for a character that XML cannot hold. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_whole, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
}

/** Texts stand in pages of so many bytes, each text in one: a page more costs no copy of those before. */
const pageBytes = 1_048_576;

function packedTexts() {
  const pages: Buffer<ArrayBuffer>[] = [];
  let free = 0;
  let starts = new Float64Array(4_096);
  let lengths = new Uint32Array(4_096);
  let count = 0;
  return {
    add(text: string): void {
      const longest = text.length * 3;
      if (longest > pageBytes || pages.length * pageBytes > most) throw new UnreadableWorkbook(tooMuch);
      if (pages.length === 0 || free + longest > pageBytes) {
        pages.push(Buffer.from(new ArrayBuffer(pageBytes)));
        free = 0;
      }
      if (count === lengths.length) {
        starts = larger(starts, new Float64Array(count * 2));
        lengths = larger(lengths, new Uint32Array(count * 2));
      }
      const length = pages.at(-1)?.write(text, free) ?? 0;
      starts[count] = (pages.length - 1) * pageBytes + free;
      lengths[count] = length;
      free += length;
      count += 1;
    },
    at(index: number): string {
      const [start = 0, length = 0] = [starts[index], lengths[index]];
      const within = start % pageBytes;
      return pages[Math.floor(start / pageBytes)]?.toString('utf8', within, within + length) ?? '';
    },
    release(): void {
      for (const { buffer } of pages.splice(0)) buffer.transfer(0);
    },
  };
}

function larger<Numbers extends Float64Array | Uint32Array>(now: Numbers, next: Numbers): Numbers {
  next.set(now);
  return next;
}
