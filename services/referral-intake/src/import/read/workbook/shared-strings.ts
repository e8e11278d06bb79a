import type { Archive } from './archive.ts';
import { readWholeXml } from './read-xml.ts';
import { tooMuch, UnreadableWorkbook } from './unreadable.ts';

/** The texts that the cells of a workbook name by number. */
export type SharedStrings = { at(index: number): string };

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

function packedTexts() {
  let bytes = Buffer.allocUnsafe(65_536);
  let ends = new Uint32Array(4_096);
  let [count, length] = [0, 0];
  return {
    add(text: string): void {
      const needed = length + text.length * 3;
      if (needed > most) throw new UnreadableWorkbook(tooMuch);
      if (needed > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(needed, bytes.length * 1.5));
        bytes.copy(larger, 0, 0, length);
        bytes = larger;
      }
      if (count === ends.length) {
        const more = new Uint32Array(ends.length * 2);
        more.set(ends);
        ends = more;
      }
      length += bytes.write(text, length);
      ends[count] = length;
      count += 1;
    },
    at(index: number): string {
      if (!(index >= 0 && index < count)) return '';
      return bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index]);
    },
  };
}
