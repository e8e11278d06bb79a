import { createHash } from 'node:crypto';

/** What a row before had under the same id. */
export type Before = { row: number; same: boolean };

/**
 * The ids of a file that have gone by, with the row and the content of each, in 24 bytes a row: a file of a million rows
 * is remembered in the memory of a few photographs. `rows` is how many may come.
 */
export function seenRows(rows: number) {
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 2)));
  const ids = new BigUint64Array(size);
  const contents = new BigUint64Array(size);
  const numbers = new Uint32Array(size);
  /** Where an id stands, or would stand. */
  const placeOf = (hashed: bigint) => {
    let at = Number(hashed & BigInt(size - 1));
    while (numbers[at] !== 0 && ids[at] !== hashed) at = (at + 1) % size;
    return at;
  };
  return {
    /** The row before with the same id, where there is one; nothing is noted. */
    before(id: string): number | undefined {
      return numbers[placeOf(hash(id))] || undefined;
    },
    /** Note a row; the row before it with the same id, where there is one. */
    note(row: number, id: string, content: string): Before | undefined {
      const [hashed, digest] = [hash(id), hash(content)];
      const at = placeOf(hashed);
      const before = numbers[at] ?? 0;
      if (before !== 0) return { row: before, same: contents[at] === digest };
      ids[at] = hashed;
      contents[at] = digest;
      numbers[at] = row;
      return undefined;
    },
  };
}

/** 64 bits of a text: two of a million rows fall together once in tens of millions of files. */
function hash(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64LE();
}
