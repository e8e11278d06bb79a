/** A set of whole numbers from 0, one bit each. It grows by itself as numbers are added. */
export type Bits = { words: Int32Array };

export function noBits(): Bits {
  return { words: new Int32Array(0) };
}

export function has({ words }: Bits, n: number): boolean {
  return ((words[n >>> 5] ?? 0) & (1 << (n & 31))) !== 0;
}

export function add(bits: Bits, n: number): void {
  const at = n >>> 5;
  if (at >= bits.words.length) {
    const grown = new Int32Array(Math.max(at + 1, bits.words.length * 2, 16));
    grown.set(bits.words);
    bits.words = grown;
  }
  bits.words[at] = (bits.words[at] ?? 0) | (1 << (n & 31));
}

export function drop({ words }: Bits, n: number): void {
  const at = n >>> 5;
  if (at < words.length) words[at] = (words[at] ?? 0) & ~(1 << (n & 31));
}

/** So many words, beginning at some place, of sets that are worked through piece by piece: a piece stays near the processor. */
export type Piece = Int32Array;

export function piece(): Piece {
  return new Int32Array(1_024);
}

/** The piece holds every number below a limit. */
export function fillBelow(into: Piece, from: number, limit: number): void {
  const words = limit >>> 5;
  into.fill(0).fill(-1, 0, Math.min(Math.max(words - from, 0), into.length));
  const at = words - from;
  if (at >= 0 && at < into.length) into[at] = 2 ** (limit & 31) - 1;
}

/** The piece holds also what the set holds there. */
export function unite(into: Piece, { words }: Bits, from: number): void {
  const end = Math.min(into.length, words.length - from);
  for (let at = 0; at < end; at += 1) into[at] = (into[at] ?? 0) | (words[from + at] ?? 0);
}

/** The piece holds only what another holds too. */
export function narrow(into: Piece, by: Piece): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) & (by[at] ?? 0);
}

/** How many of the piece the set holds. */
export function countIn(of: Piece, { words }: Bits, from: number): number {
  const end = Math.min(of.length, words.length - from);
  let count = 0;
  for (let at = 0; at < end; at += 1) count = (count + ones((of[at] ?? 0) & (words[from + at] ?? 0))) | 0;
  return count;
}

/** Each of them, from the smallest. */
export function numbersIn({ words }: Bits): number[] {
  const found: number[] = [];
  for (let at = 0; at < words.length; at += 1)
    for (let rest = words[at] ?? 0; rest !== 0; rest &= rest - 1)
      found.push(at * 32 + 31 - Math.clz32(rest & -rest));
  return found;
}

/** How many bits of a word are set: sums of neighbours, by pairs, fours and eights, then all at once. */
function ones(word: number): number {
  let sum = (word - ((word >>> 1) & 0x5555_5555)) | 0;
  sum = ((sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333)) | 0;
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
